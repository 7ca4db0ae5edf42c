namespace Shim.Patching.Detours;

internal enum DetourState
{
    Prepared,
    Applied,
    Undone,
}

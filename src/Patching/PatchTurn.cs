namespace Shim.Patching;

/// <summary>
/// Whose turn it is to change what is patched. A class of its own, whose constructor loads no assembly: the program's handlers of AssemblyLoad may call PatchAll
/// while the constructors of other classes are in progress on the very same thread, where their fields are null still.
/// </summary>
/// <remarks>
/// Dangerous: whoever has it loads assemblies, and so runs handlers of the program, which may wait for anything, such as a lock that another thread holds while it
/// loads an assembly. Nobody may wait for it without limit who was not asked to by the program.
/// </remarks>
internal static class PatchTurn
{
    internal const string UnderWay = "PatchAll is under way on this thread (is this a handler of AssemblyLoad, or AssemblyResolve?)";

    internal static readonly CalmLock Lock = new();
}

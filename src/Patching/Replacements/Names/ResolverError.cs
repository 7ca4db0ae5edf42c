namespace Shim.Patching.Replacements.Names;

/// <summary>
/// How a look-up ended, in the numbers that the native half of the framework gives the managed one (GetAddrInfoErrorFlags of
/// pal_networking.h, .NET 10). They are seen: an exception's HResult is one of them.
/// </summary>
internal static class ResolverError
{
    internal const int None = 0;
    internal const int TryAgain = 1;
    internal const int Fail = 3;
    internal const int Family = 4;
    internal const int NoName = 5;
    internal const int Memory = 8;
}

using System.Runtime.InteropServices;

namespace Shim.Loop.Tests.Interop;

internal static unsafe partial class Libc
{
    private const int RLIMIT_NOFILE = 7;

    /// <summary>Runs <paramref name="action"/> while no descriptor of that number or above can be had (EMFILE). Those that exist
    /// stay.</summary>
    public static void WithDescriptorsBelow(int number, Action action)
    {
        Limit before;
        Check(getrlimit(RLIMIT_NOFILE, &before));
        var lowered = before with { Soft = (nuint)number };
        Check(setrlimit(RLIMIT_NOFILE, &lowered));
        try
        {
            action();
        }
        finally
        {
            Check(setrlimit(RLIMIT_NOFILE, &before));
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int getrlimit(int resource, Limit* limit);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int setrlimit(int resource, Limit* limit);

    private struct Limit
    {
        public nuint Soft;
        public nuint Hard;
    }
}

using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static unsafe partial class Libc
{
    private const int CurrentDirectory = -100;
    private const int EmptyPath = 0x1000;
    private const int AsFarAsKnown = 0x4000; // AT_STATX_DONT_SYNC: does not ask a server
    private const uint TypeOnly = 1;

    /// <summary>statx(2) of a path, links followed; asks for the type only.</summary>
    /// <returns>0 or a negative errno.</returns>
    internal static int Statx(string path, FileStatx* status) =>
        StatxCore(CurrentDirectory, path, AsFarAsKnown, TypeOnly, status) < 0 ? -Marshal.GetLastSystemError() : 0;

    /// <summary>statx(2) of an open file; asks for the type only.</summary>
    /// <returns>0 or a negative errno.</returns>
    internal static int Statx(nint fd, FileStatx* status) =>
        StatxCore((int)fd, "", EmptyPath | AsFarAsKnown, TypeOnly, status) < 0 ? -Marshal.GetLastSystemError() : 0;

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatxCore(int directory, string path, int flags, uint mask, FileStatx* status);
}

using System.Runtime.InteropServices;

namespace Shim.Loop.Interop;

internal static unsafe partial class Libc
{
    /// <summary>Maps a part of a file, shared, for reading and writing. Null on failure, with the negative errno in
    /// <paramref name="error"/>.</summary>
    public static byte* MmapShared(int fd, nuint length, long offset, out int error)
    {
        void* address = mmap(null, length, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, offset);
        bool isFailure = (nint)address == -1;
        error = isFailure ? -Marshal.GetLastSystemError() : 0;
        return isFailure ? null : (byte*)address;
    }

    [LibraryImport("libc")]
    private static partial void* mmap(void* address, nuint length, int protection, int flags, int fd, long offset);
}

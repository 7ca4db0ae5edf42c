using System.Runtime.InteropServices;

namespace Shim.Green.Interop;

internal static partial class Libc
{
    /// <summary>mmap(2): the address, or -1 with errno lost (the callers only need to know that it failed).</summary>
    [LibraryImport("libc", EntryPoint = "mmap")]
    internal static unsafe partial void* Mmap(void* address, nuint length, int protection, int flags, int fd, nint offset);
}

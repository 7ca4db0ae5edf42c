using System.Runtime.InteropServices;

namespace Bench.Interop;

internal static unsafe partial class Libc
{
    /// <summary>Confines the calling thread, and every thread that it starts from now on, to one core; returns 0, or a negative errno.</summary>
    internal static int SetAffinity(int core)
    {
        const int bytes = 128;
        byte* mask = stackalloc byte[bytes];
        new Span<byte>(mask, bytes).Clear();
        mask[core / 8] = (byte)(1 << (core % 8));
        return SetAffinityNative(0, bytes, mask) < 0 ? -Marshal.GetLastSystemError() : 0;
    }

    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    private static partial int SetAffinityNative(int pid, nuint size, byte* mask);
}

using System.Runtime.InteropServices;

namespace Green.Interop;

internal static unsafe partial class Libc
{
    /// <summary>The cores that the calling thread may run on, ascending; empty when the system will not say.</summary>
    internal static int[] GetAffinity()
    {
        byte* mask = stackalloc byte[AffinityBytes];
        new Span<byte>(mask, AffinityBytes).Clear();
        if (GetAffinityNative(0, AffinityBytes, mask) < 0)
        {
            return [];
        }
        var cores = new List<int>();
        for (int i = 0; i < AffinityBytes * 8; i++)
        {
            if ((mask[i / 8] & (1 << (i % 8))) != 0)
            {
                cores.Add(i);
            }
        }
        return [.. cores];
    }

    private const int AffinityBytes = 128;

    [LibraryImport("libc", EntryPoint = "sched_getaffinity")]
    private static partial int GetAffinityNative(int pid, nuint size, byte* mask);
}

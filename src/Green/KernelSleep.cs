namespace Shim.Green;

/// <summary>Tells whether an OS thread sleeps in the kernel: in a call that waits, or for a disk.</summary>
internal static class KernelSleep
{
    /// <summary>False where the kernel does not tell.</summary>
    /// <param name="tid">The kernel's id of a thread of this process.</param>
    internal static bool Sleeps(int tid)
    {
        // proc_pid_stat(5): the number, the name in parentheses (which may hold any character, but the last one closes it), the state.
        ReadOnlySpan<byte> stat = TaskFile.Read(tid, "stat"u8);
        int name = stat.LastIndexOf((byte)')');
        return name >= 0 && name + 2 < stat.Length && (stat[name + 2] is (byte)'S' or (byte)'D');
    }
}

using Shim.Green.Interop;

namespace Shim.Green;

/// <summary>Waits for another OS thread that has a moment's work left. Not SpinWait, which is patched: the caller may be the scheduler.</summary>
internal static class StepBack
{
    private const int Yields = 100;
    private const long NapNanoseconds = 50_000;

    /// <param name="tries">How many times the caller has called this for the same thing.</param>
    internal static void Once(int tries)
    {
        if (tries < Yields)
        {
            Libc.SchedYield();
            return;
        }

        // sched_yield(2) gives way to the same priority only. With SCHED_FIFO and SCHED_RR a thread that managed code starts has one in the middle of the range, and the main thread
        // that of the program, which may be lower: on one processor it would never run.
        int never = 0;
        unsafe
        {
            Libc.FutexWait(&never, 0, NapNanoseconds);
        }
    }
}

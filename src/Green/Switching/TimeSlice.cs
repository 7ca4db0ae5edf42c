using Shim.Green.Interop;

namespace Shim.Green.Switching;

/// <summary>
/// How soon a carrier runs when the processors are busy: everybody waits for it. Linux from 6.12 on lets a thread ask for a short slice; it has
/// no more of a processor than others then, but comes before them when it wakes up (Documentation/scheduler/sched-eevdf.rst). No privilege is needed.
/// </summary>
internal static unsafe class TimeSlice
{
    // The shortest that the kernel gives: __setparam_fair in kernel/sched/syscalls.c, Linux 6.12.
    private const ulong Shortest = 100_000;

    // include/uapi/linux/sched.h: SCHED_OTHER, SCHED_FLAG_RESET_ON_FORK.
    private const uint Other = 0;
    private const ulong ResetOnFork = 1;

    /// <summary>For the calling thread, but not for threads and processes that it starts. Does nothing where somebody has chosen already, or the kernel cannot.</summary>
    internal static void Shorten()
    {
        SchedAttributes attributes;

        // An older kernel has no slices to choose, and says 0. A better priority than usual would not be passed on to children either.
        if (Libc.SchedGetAttributes(&attributes) == 0 && attributes is { Policy: Other, Nice: >= 0, Runtime: > Shortest })
        {
            attributes.Runtime = Shortest;
            attributes.Flags |= ResetOnFork;
            _ = Libc.SchedSetAttributes(&attributes);
        }
    }
}

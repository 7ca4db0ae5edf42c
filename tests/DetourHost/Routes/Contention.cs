using System.Diagnostics;

namespace DetourHost.Routes;

/// <summary>Makes the calling thread meet a lock that is held, for certain: the holder keeps it until it sees the caller wait, or done trying.</summary>
internal static class Contention
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(2);

    /// <param name="hold">Takes the lock, calls what it is given, and releases the lock.</param>
    /// <param name="attempt">Runs on the calling thread while the lock is held.</param>
    /// <param name="untilDone">Keep the lock until the attempt gives up: for one that sleeps a little before it really waits.</param>
    internal static void Run(Action<Action> hold, Action attempt, bool untilDone = false)
    {
        var caller = Thread.CurrentThread;
        var held = 0;
        var done = 0;
        var holder = ThreadRoutes.Start(() => hold(() =>
        {
            Volatile.Write(ref held, 1);
            var clock = Stopwatch.StartNew();
            while (Volatile.Read(ref done) == 0 && (untilDone || !IsWaiting(caller)) && clock.Elapsed < s_limit)
            {
                Thread.Sleep(1);
            }
        }));

        // Not asleep: the holder would take that for waiting.
        while (Volatile.Read(ref held) == 0)
        {
            Thread.SpinWait(100);
        }

        attempt();
        Volatile.Write(ref done, 1);
        holder.Join();
    }

    private static bool IsWaiting(Thread thread) => (thread.ThreadState & System.Threading.ThreadState.WaitSleepJoin) != 0;
}

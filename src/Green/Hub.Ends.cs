using System.Diagnostics;
using Shim.Green.Interop;
using Shim.Green.Switching;

namespace Shim.Green;

/// <summary>
/// The end of threads, and of the process. Stock's background threads run on while the runtime shuts down, and get done what Main has left them, as writing the last lines of a
/// log. Green ones stand behind the main thread, whose carrier is inside the runtime for good.
/// </summary>
public sealed unsafe partial class Hub
{
    // Background threads are promised nothing: no longer than this.
    private const long LastTurnsNanoseconds = 20_000_000;

    private const long NapForRoomNanoseconds = 1_000_000;
    private const long MostForRoomNanoseconds = 1_000_000_000;

    // The loop sends free bodies home, and may be what the caller is about to set free.
    private const long MostForLoopNanoseconds = 50_000_000;

    /// <summary>Says that the caller waits for the end of a CLR thread, which is not to stand in line for it behind those that nobody waits for. Any thread.</summary>
    internal static void AwaitEnd(Thread thread)
    {
        if (ThreadTable.Find(thread) is not { } green)
        {
            return;
        }

        // Either it sees this when it goes, or we see that it has ended.
        green.IsAwaited = true;
        Interlocked.MemoryBarrier();
        if (green.IsCompleted)
        {
            green.Hub._wayHome.Hurry(green.Context);
        }
    }

    /// <summary>
    /// For whoever could not start a thread: has the OS threads of ended green threads leave, and those that stand by for others, which may have been those that were missing, and
    /// waits a little, blocking. Any thread.
    /// </summary>
    /// <param name="since">0 at first; when it was first asked, afterwards.</param>
    /// <returns>Whether to try again.</returns>
    internal static bool MakeRoom(ref long since)
    {
        long now = Stopwatch.GetTimestamp();
        since = since == 0 ? now : since;
        if (!HasDefault || now - since > MostForRoomNanoseconds)
        {
            return false;
        }

        bool bodiesGo = Default.ClearBodies() && now - since < MostForLoopNanoseconds;
        if (!Default._wayHome.Clear() && !bodiesGo)
        {
            return false;
        }

        int never = 0;
        Libc.FutexWait(&never, 0, NapForRoomNanoseconds);
        return true;
    }

    private void ArrangeLastTurns() => AppDomain.CurrentDomain.ProcessExit += (_, _) => GiveLastTurns();

    /// <summary>The main thread has returned from Main, or waits for the end in <c>Environment.Exit</c>; this is a thread of the runtime's own.</summary>
    private void GiveLastTurns()
    {
        if (Volatile.Read(ref _live) <= 1)
        {
            return;
        }

        Carrier* active = ActiveCarrier;
        if (_watchdog.IsHeldByEndOfMain(active))
        {
            TakeRole(active, isForRuntime: true);
        }

        // Until all who are ready now have had a turn.
        long end = Stopwatch.GetTimestamp() + LastTurnsNanoseconds;
        long before = Rounds;
        _wake.Send();
        for (int tries = 0; (Rounds == before || Volatile.Read(ref _isBehind)) && Stopwatch.GetTimestamp() < end; tries++)
        {
            StepBack.Once(tries);
        }
    }
}

using System.Diagnostics;
using Shim.Green;
using Shim.Patching.Replacements.Waiting;

namespace Shim.Patching.Replacements;

/// <summary>
/// Green threads that wait for events, semaphores and mutexes. The platform layer's object stays the truth: green and native waiters,
/// and every way of signalling, meet in it.
/// </summary>
/// <remarks>
/// <para>
/// <b>Grant.</b> Whoever signals an event or semaphore looks, after the native signal, for green waiters (<see cref="AfterSignal"/>).
/// While there is one, and a native wait of zero length succeeds, the signal is taken on behalf of that waiter, who need not look
/// again. So an auto-reset event releases one, a semaphore as many as it was given, and a manual-reset event everybody who waits at
/// that moment, even if it is reset at once. A waiter does the same for its queue when it joins it, which makes its last look and its
/// registration one step.
/// </para>
/// <para>
/// <b>Nothing is lost.</b> The platform layer changes and tests its objects under one lock of its own. A waiter is counted before its
/// test; if the test fails, the signal comes later in the order of that lock, and the signaller sees the count.
/// </para>
/// <para>
/// <b>All.</b> WaitAll is granted by whoever gives the last of the signals: the platform layer takes all in one step, or nothing. Where it cannot have all
/// it stays in its place, and the signal is offered to those behind it.
/// </para>
/// <para>
/// <b>Try.</b> A mutex belongs to the thread that waits for it and cannot be granted. Such a waiter is woken and tries itself. It keeps its place, and the
/// signal, if it is for one, is not offered to others before it has tried; if it then does not take what it was woken for, it offers it to those behind it.
/// A green thread that comes to a mutex while somebody was woken for it gives way first, as in the runtime a release hands the mutex over. A mutex can also
/// become free unseen (its owner ends, or is in another process): its waiters look again every so often, and when their time is over.
/// </para>
/// </remarks>
[StackTraceHidden]
internal static partial class HandleWaits
{
    /// <summary>What a green thread says that it waits for here.</summary>
    internal const string WaitName = "WaitHandle";

    private const int TimedOut = 258;
    private const int None = -1;
    private const int Interrupted = -1;
    private const int Failed = -2;
    private const int FirstAbandoned = 128;
    private const long FirstPoll = 1_000_000;
    private const long LastPoll = 50_000_000;

    private static readonly WaitTable<HandleQueue> s_table = new();

    /// <summary>Waits for one handle. The result is the platform layer's: 0, 128 (abandoned) or 258 (time-out).</summary>
    /// <param name="me">The caller.</param>
    /// <param name="handle">Which; held open by the caller.</param>
    /// <param name="milliseconds">How long at most, or -1.</param>
    /// <param name="isMutex">Whether it belongs to whoever gets it.</param>
    /// <param name="isAutoReset">Whether it releases one.</param>
    /// <param name="waitsOn">The object whose handle it is.</param>
    internal static int One(GreenThread me, nint handle, int milliseconds, bool isMutex, bool isAutoReset, WaitHandle waitsOn)
    {
        ThreadInterrupt.Throw(me);
        if (milliseconds == 0)
        {
            int now = CoreLib.WaitOne(handle, 0, trivial: false);
            if (now != TimedOut && (isMutex || (!isAutoReset && HandleKinds.IsUnknown(waitsOn))))
            {
                me.SettleNativeLocks();
            }

            me.CountEager();
            return now;
        }

        if (isMutex)
        {
            return Many(me, [handle], all: false, milliseconds, HandleKinds.OneMutex);
        }

        if (!isAutoReset && HandleKinds.IsUnknown(waitsOn))
        {
            return Many(me, [handle], all: false, milliseconds, HandleKinds.OneUnknown);
        }

        me.WillWaitOn(waitsOn, forever: milliseconds < 0);
        int result;
        try
        {
            result = OneUntil(me, new WaitKey(handle), new WaitTime(milliseconds), isAutoReset, isAutoReset ? waitsOn as AutoResetEvent : null);
        }
        catch (OutOfMemoryException)
        {
            me.AbandonWait();
            throw;
        }

        me.WaitsOnNothing();
        return result >= 0 ? result : throw new ThreadInterruptedException();
    }

    /// <returns>The platform layer's result, or -1: interrupted.</returns>
    private static int OneUntil(GreenThread me, in WaitKey key, in WaitTime time, bool isAutoReset, AutoResetEvent? maybeLock)
    {
        WaitNode node = WaitNode.Of(me);
        node.Begins(me, key);

        // Of those without a time limit, some wait for a Lock, which has an owner, who may wait, too: for this one, in the end.
        long look = time.IsForever && maybeLock is not null ? Deadlocks.FirstLook : -1;
        bool atFront = false;
        me.PrepareTimer(look > 0 || !time.IsForever ? 1 : -1); // may throw, for want of memory: not when it stands in the queue
        while (true)
        {
            long ticket = me.BeginWait();
            node.Prepare(me, ticket);
            Register(key, node, atFront, isAutoReset);
            if (Shutter.IsClosed)
            {
                return OneOutside(me, key, node, ticket, time);
            }

            WakeReason reason = me.Park(ticket, look > 0 ? look : time.Left, WaitName, isPrecise: look <= 0);
            Withdraw(key, node);
            if (node.IsGranted)
            {
                node.WasWoken(me, key);
                return 0;
            }

            if (reason == WakeReason.TimedOut && look > 0)
            {
                look = LockEvents.Find(maybeLock!) is null ? -1 : Deadlocks.LookAgain(me, WaitName, look);
                atFront = true;
            }
            else if (reason != WakeReason.Signalled)
            {
                return reason == WakeReason.TimedOut ? TimedOut : Interrupted;
            }
        }
    }
}

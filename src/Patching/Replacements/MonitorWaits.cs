using System.Diagnostics;
using System.Runtime.CompilerServices;
using Shim.Green;
using Shim.Patching.Replacements.Waiting;

namespace Shim.Patching.Replacements;

/// <summary>
/// Monitor.Wait, Pulse and PulseAll: one queue for each object, in which green and native threads stand in the order they came.
/// </summary>
/// <remarks>
/// <para>
/// Native threads wait in this queue, too, on an event of their own, although the runtime has a queue for them. Two reasons. A pulse
/// must reach the longest waiter, and only one queue knows who that is: the runtime's own takes a waiter off at its time-out, unseen,
/// so a pulse that went there because a native thread had come first would be lost. And the runtime's Wait releases the lock in
/// native code, where <see cref="MonitorLocks"/> cannot see it; here it is released by Monitor.Exit.
/// </para>
/// <para>
/// The runtime's own queue still holds threads that began to wait before the patch. They are pulsed when nobody stands in ours.
/// </para>
/// </remarks>
[StackTraceHidden]
internal static partial class MonitorWaits
{
    private static readonly WaitTable<WaitQueue> s_table = new();

    /// <summary>Monitor.Wait(object, int).</summary>
    internal static bool Wait(object obj, int millisecondsTimeout)
    {
        ArgumentNullException.ThrowIfNull(obj);
        ArgumentOutOfRangeException.ThrowIfLessThan(millisecondsTimeout, -1);
        if (!Monitor.IsEntered(obj))
        {
            return CoreLib.Wait(obj, millisecondsTimeout); // throws, in the runtime's words
        }

        return GreenThread.Current is { } me ? WaitGreen(me, obj, millisecondsTimeout) : WaitNative(obj, millisecondsTimeout);
    }

    /// <summary>Monitor.Pulse(object).</summary>
    internal static void Pulse(object obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        if (!HasNoWaiters(obj) && (s_table.Waiters == 0 || !Monitor.IsEntered(obj) || !WakeFirst(obj)))
        {
            CoreLib.Pulse(obj);
        }
    }

    /// <summary>Monitor.PulseAll(object).</summary>
    internal static void PulseAll(object obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        if (HasNoWaiters(obj))
        {
            return;
        }

        if (s_table.Waiters != 0 && Monitor.IsEntered(obj))
        {
            while (WakeFirst(obj))
            {
            }
        }

        CoreLib.PulseAll(obj);
    }

    // The caller holds the lock, and the object's header says so. Nobody can be in the runtime's queue then, which needs a sync block, nor in ours: a
    // WaitKey takes the object's hash code, and a lock whose object has one is not in the header.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool HasNoWaiters(object obj) => AwareLock.IsKnown && AwareLock.IsHeldInHeader(obj);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool WaitGreen(GreenThread me, object obj, int milliseconds)
    {
        WaitKey key = new(obj);
        WaitNode node = WaitNode.Of(me);
        node.Begins(me, key);
        me.PrepareTimer(milliseconds); // may throw, for want of memory: not when the lock is released
        long ticket = me.BeginWait();
        node.Prepare(me, ticket);
        Enqueue(me, key, node);
        if (Shutter.IsClosed)
        {
            return WaitOutside(me, obj, milliseconds, key, node, ticket);
        }

        int depth = ReleaseLock(obj);

        me.WillWaitOn(obj, forever: milliseconds < 0);
        WakeReason reason = me.Park(ticket, WaitTime.Nanoseconds(milliseconds), "Monitor.Wait");
        me.WaitsOnNothing();
        if (reason != WakeReason.Signalled)
        {
            TryWithdraw(key, node);
        }

        bool isPulsed = reason == WakeReason.Signalled;
        bool interrupted = TakeLock(obj, depth, isPulsed && node.IsStarved ? me : null);
        if (isPulsed)
        {
            node.WasWoken(me, key);
        }

        if (reason == WakeReason.Interrupted || interrupted)
        {
            throw new ThreadInterruptedException();
        }

        return isPulsed;
    }

    private static bool WaitNative(object obj, int milliseconds)
    {
        WaitNode node = WaitNode.TakeNative();
        try
        {
            return WaitNative(obj, milliseconds, node, node.Signal!);
        }
        finally
        {
            WaitNode.PutBack(node);
        }
    }

    private static bool WaitNative(object obj, int milliseconds, WaitNode node, AutoResetEvent signal)
    {
        WaitKey key = new(obj);
        node.Prepare();
        Enqueue(key, node);
        if (Shutter.IsClosed)
        {
            return WaitOutside(obj, milliseconds, key, node, signal);
        }

        int depth = ReleaseLock(obj);

        bool pulsed = false;
        bool interrupted = false;
        try
        {
            pulsed = signal.WaitOne(milliseconds);
        }
        catch (ThreadInterruptedException)
        {
            interrupted = true;
        }
        finally
        {
            // Whatever it threw, or says: a synchronization context may do this wait.
            if ((!pulsed || node.IsLinked) && !TryWithdraw(key, node))
            {
                // Pulsed at the same moment. As in the runtime, a thread that was pulsed has been pulsed: the interruption stays for its next wait.
                pulsed = true;
                TakeSignal(signal);
                if (interrupted)
                {
                    interrupted = false;
                    Thread.CurrentThread.Interrupt();
                }
            }

            TakeLockBack(obj, depth, interrupted);
        }

        return pulsed;
    }

    // As in the runtime, an interruption on the way back goes before what the wait threw.
    private static void TakeLockBack(object obj, int depth, bool interrupted)
    {
        if (TakeLock(obj, depth, starved: null) || interrupted)
        {
            throw new ThreadInterruptedException();
        }
    }

    // The event is set, by a waker that had the gate; it must not stay set for the next wait.
    private static void TakeSignal(AutoResetEvent signal) =>
        CoreLib.WaitOne(signal.SafeWaitHandle.DangerousGetHandle(), 0, trivial: true);

    /// <summary>Leaves the lock altogether, through Monitor.Exit, so that waiting green threads are woken. How often it was held.</summary>
    private static int ReleaseLock(object obj)
    {
        int depth = 0;
        do
        {
            Monitor.Exit(obj);
            depth++;
        }
        while (Monitor.IsEntered(obj));

        return depth;
    }

    /// <summary>Takes the lock as often again, whatever happens. True when the thread was interrupted meanwhile.</summary>
    /// <param name="obj">Whose.</param>
    /// <param name="depth">How often.</param>
    /// <param name="starved">The caller, if all others are barred from the lock until it has it.</param>
    private static bool TakeLock(object obj, int depth, GreenThread? starved)
    {
        bool interrupted = false;
        bool isShort = false;
        while (depth > 0)
        {
            try
            {
                if (isShort)
                {
                    isShort = false;
                    Thread.Sleep(1);
                }

                if (starved is not null)
                {
                    MonitorLocks.EnterFirst(starved, obj);
                    starved = null;
                }
                else
                {
                    Monitor.Enter(obj);
                }

                depth--;
            }
            catch (ThreadInterruptedException)
            {
                // The caller's finally blocks will release the lock: it must be held when the exception leaves.
                interrupted = true;
            }
            catch (OutOfMemoryException)
            {
                // Nor may it be missing where there is no memory to stand in line for it. Others may give some back.
                isShort = true;
            }
        }

        return interrupted;
    }
}

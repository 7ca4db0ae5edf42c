using System.Diagnostics;
using Shim.Green;
using Shim.Patching.Replacements.Waiting;
using ThreadState = System.Threading.ThreadState;

namespace Shim.Patching.Replacements;

/// <summary>Thread.Interrupt, and Thread.ThreadState: of a parked green thread the runtime knows neither that it waits nor how to wake it.</summary>
[StackTraceHidden]
internal static class ThreadInterrupt
{
    private static readonly ManualResetEvent s_signalled = new(true);

    /// <summary>Thread.Interrupt(), <c>this</c> first.</summary>
    internal static void Interrupt(Thread self)
    {
        if (GreenThread.Of(self) is { } green)
        {
            green.Interrupt();
            NativeWait.Interrupt(green, self);
            return;
        }

        CoreLib.Interrupt(self);

        // It may have become green in between, and have looked for a pending interruption before this one.
        GreenThread.Of(self)?.Interrupt();
    }

    /// <summary>Thread.ThreadState's getter, <c>this</c> first.</summary>
    internal static ThreadState GetThreadState(Thread self)
    {
        ThreadState state = (ThreadState)CoreLib.ThreadState(self);
        return GreenThread.Of(self) is { IsParked: true } ? state | ThreadState.WaitSleepJoin : state;
    }

    /// <summary>What the runtime does at the begin of a wait, also of one that would not have to wait.</summary>
    /// <exception cref="ThreadInterruptedException">The calling green thread was interrupted.</exception>
    internal static void Throw(GreenThread me)
    {
        if (me.TryTakeInterrupt())
        {
            throw new ThreadInterruptedException();
        }
    }

    /// <summary>Moves an interruption that came before the calling thread was green to where its waits look.</summary>
    internal static void TakeOver(GreenThread me)
    {
        if (TakeNative())
        {
            me.Interrupt();
        }
    }

    /// <summary>Takes an interruption that the runtime keeps for the calling thread; false when there is none.</summary>
    internal static bool TakeNative()
    {
        try
        {
            // A wait that the runtime lets be interrupted and that ends at once, without a system call (Sleep(0) gives the core away).
            _ = CoreLib.WaitOne(s_signalled.SafeWaitHandle.DangerousGetHandle(), 0, trivial: false);
            return false;
        }
        catch (ThreadInterruptedException)
        {
            return true;
        }
    }
}

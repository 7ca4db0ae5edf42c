using System.Diagnostics;
using Shim.Green;

namespace Shim.Patching.Replacements.Waiting;

/// <summary>
/// A wait inside the runtime that <see cref="Thread.Interrupt"/> ends: the green thread gives the carrier away for it, and is interrupted twice, in the
/// hub's way and in the runtime's, of which one wait takes both.
/// </summary>
[StackTraceHidden]
internal static class NativeWait
{
    private const int None = 0;
    private const int Waits = 1;
    private const int IsBeingInterrupted = 2;
    private const int WasInterrupted = 3;

    /// <summary>Runs a wait. Interruptions that are pending end it at once.</summary>
    /// <exception cref="ThreadInterruptedException">It was interrupted.</exception>
    internal static void Run(GreenThread me, Action wait)
    {
        // With a barrier: who interrupts makes a note for the hub first, and then looks here.
        Interlocked.Exchange(ref me.NativeWait, Waits);
        try
        {
            ThreadInterrupt.Throw(me);
            using (BlockingRegion.Enter())
            {
                wait();
            }
        }
        catch (ThreadInterruptedException)
        {
            _ = me.TryTakeInterrupt();
            throw;
        }
        finally
        {
            End(me);
        }
    }

    /// <summary>After <see cref="GreenThread.Interrupt"/>, which does not reach a thread that waits here. Any thread.</summary>
    internal static void Interrupt(GreenThread green, Thread thread)
    {
        if (Interlocked.CompareExchange(ref green.NativeWait, IsBeingInterrupted, Waits) == Waits)
        {
            CoreLib.Interrupt(thread);
            Volatile.Write(ref green.NativeWait, WasInterrupted);
        }
    }

    private static void End(GreenThread me)
    {
        int state;
        while ((state = Interlocked.CompareExchange(ref me.NativeWait, None, Waits)) == IsBeingInterrupted)
        {
            Thread.SpinWait(20);
        }

        if (state == WasInterrupted)
        {
            // It may have come when the wait was over: the next one has the hub's note, and must not find the runtime's, too.
            me.NativeWait = None;
            _ = ThreadInterrupt.TakeNative();
        }
    }
}

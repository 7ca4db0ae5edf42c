using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;
using Shim.Green;
using Shim.Patching.Replacements.Waiting;

namespace Shim.Patching.Replacements;

/// <summary>
/// The waits of WaitHandle: argument checks, handle references and errors as in the runtime; a green thread then waits in
/// <see cref="HandleWaits"/>, any other in the platform layer.
/// </summary>
[StackTraceHidden]
internal static class WaitHandleWaits
{
    private const int Abandoned = 128;
    private const int TimedOut = 258;
    private const int MaxHandles = 64;

    // What SignalAndWait waits for when only its first half is wanted.
    private static readonly ManualResetEvent s_alwaysSet = new(true);

    /// <summary>WaitHandle.WaitOneNoCheck: every WaitOne, System.Threading.Lock, ReaderWriterLockSlim.</summary>
    internal static bool WaitOneNoCheck(
        WaitHandle self, int millisecondsTimeout, bool useTrivialWaits, object? associatedObject, byte waitSource)
    {
        SafeWaitHandle? handle = HandleOf(self);
        ObjectDisposedException.ThrowIf(handle is null, self);
        bool isHeld = false;
        try
        {
            handle.DangerousAddRef(ref isHeld);
            nint raw = handle.DangerousGetHandle();
            int result;
            if (useTrivialWaits)
            {
                // The runtime's own waits in places that must not run anything else.
                result = CoreLib.WaitOne(raw, millisecondsTimeout, trivial: true);
            }
            else if (SynchronizationContext.Current is { } context && context.IsWaitNotificationRequired())
            {
                result = context.Wait([raw], false, millisecondsTimeout);
            }
            else if (GreenThread.Current is { } me)
            {
                result = HandleWaits.One(me, raw, millisecondsTimeout, self is Mutex, self is AutoResetEvent, self);
            }
            else
            {
                if (millisecondsTimeout != 0 && HandleWaits.HasWaiters && self is Mutex)
                {
                    HandleWaits.LetCalledFirst(raw);
                }

                result = CoreLib.WaitOne(raw, millisecondsTimeout, trivial: false);
            }

            return result == Abandoned ? throw new AbandonedMutexException() : result != TimedOut;
        }
        finally
        {
            if (isHeld)
            {
                handle.DangerousRelease();
            }
        }
    }

    /// <summary>WaitHandle.WaitMultiple: every WaitAny and WaitAll.</summary>
    internal static int WaitMultiple(ReadOnlySpan<WaitHandle> waitHandles, bool waitAll, int millisecondsTimeout)
    {
        if (waitHandles.Length is 0 or > MaxHandles || millisecondsTimeout < -1)
        {
            ThrowFor(waitHandles, millisecondsTimeout);
        }

        HandleList held = default;
        Span<nint> raw = stackalloc nint[waitHandles.Length];
        int count = 0;
        try
        {
            HandleKinds kinds = default;
            foreach (WaitHandle waitHandle in waitHandles)
            {
                if (waitHandle is null)
                {
                    throw new ArgumentNullException($"waitHandles[{count}]", NullElement);
                }

                SafeWaitHandle? handle = HandleOf(waitHandle);
                ObjectDisposedException.ThrowIf(handle is null, waitHandle);
                bool isHeld = false;
                handle.DangerousAddRef(ref isHeld);
                raw[count] = handle.DangerousGetHandle();
                kinds = kinds.With(count, waitHandle);
                held[count++] = handle;
            }

            int result;
            if (SynchronizationContext.Current is { } context && context.IsWaitNotificationRequired())
            {
                result = context.Wait(raw.ToArray(), waitAll, millisecondsTimeout);
            }
            else if (GreenThread.Current is { } me)
            {
                result = HandleWaits.Many(me, raw, waitAll, millisecondsTimeout, kinds);
            }
            else
            {
                result = CoreLib.WaitMultiple(raw, waitAll, millisecondsTimeout);
            }

            if (result >= Abandoned && result < Abandoned + waitHandles.Length)
            {
                int index = result - Abandoned;
                throw waitAll ? new AbandonedMutexException() : new AbandonedMutexException(index, waitHandles[index]);
            }

            return result;
        }
        finally
        {
            for (int i = 0; i < count; i++)
            {
                held[i]!.DangerousRelease();
            }
        }
    }

    /// <summary>WaitHandle.SignalAndWait(WaitHandle, WaitHandle, int).</summary>
    /// <remarks>
    /// Two steps on every thread: the runtime's single step signals where no hook sees it, and a green waiter would miss it. The
    /// runtime, too, promises no more than that nobody is told of the signal before the wait has begun on an uncontended handle.
    /// </remarks>
    internal static bool SignalAndWait(WaitHandle toSignal, WaitHandle toWaitOn, int millisecondsTimeout)
    {
        ArgumentNullException.ThrowIfNull(toSignal);
        ArgumentNullException.ThrowIfNull(toWaitOn);
        ArgumentOutOfRangeException.ThrowIfLessThan(millisecondsTimeout, -1);
        SafeWaitHandle? signal = HandleOf(toSignal);
        ObjectDisposedException.ThrowIf(signal is null, toSignal);
        ObjectDisposedException.ThrowIf(HandleOf(toWaitOn) is null, toWaitOn);
        bool isHeld = false;
        try
        {
            signal.DangerousAddRef(ref isHeld);
            nint raw = signal.DangerousGetHandle();

            try
            {
                // Signals whatever kind it is, with the runtime's errors for a full semaphore or a mutex of somebody else.
                CoreLib.SignalAndWait(raw, s_alwaysSet.SafeWaitHandle.DangerousGetHandle(), 0);
            }
            finally
            {
                // An interruption ends the wait, when the signal was given.
                if (HandleWaits.HasWaiters)
                {
                    HandleWaits.AfterSignal(raw, toSignal is Mutex);
                }
            }
        }
        finally
        {
            if (isHeld)
            {
                signal.DangerousRelease();
            }
        }

        return WaitOneNoCheck(toWaitOn, millisecondsTimeout, useTrivialWaits: false, null, 0);
    }

    private const string NullElement = "At least one element in the specified array was null.";

    private static void ThrowFor(ReadOnlySpan<WaitHandle> waitHandles, int millisecondsTimeout)
    {
        if (waitHandles.Length == 0)
        {
            throw new ArgumentException("Waithandle array may not be empty.", nameof(waitHandles));
        }

        if (waitHandles.Length > MaxHandles)
        {
            throw new NotSupportedException("The number of WaitHandles must be less than or equal to 64.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(millisecondsTimeout, -1);
    }

    // The property makes an invalid handle where there is none; whether there is one is the question.
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_waitHandle")]
    private static extern ref SafeWaitHandle? HandleField(WaitHandle self);

    private static SafeWaitHandle? HandleOf(WaitHandle self) => HandleField(self);

    [InlineArray(MaxHandles)]
    private struct HandleList
    {
        private SafeWaitHandle? _first;
    }
}

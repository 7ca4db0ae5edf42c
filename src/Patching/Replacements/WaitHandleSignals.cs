using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Shim.Patching.Replacements;

/// <summary>
/// The signals of wait handles (Interop.Kernel32 of the core library: EventWaitHandle, Mutex, Semaphore, and the runtime's own users).
/// First the native signal, on every thread; then green waiters are served. See <see cref="HandleWaits"/>.
/// </summary>
/// <remarks>Like the generated wrappers these replace, each holds a reference on the handle and leaves the error for the caller. Unlike in these, the way
/// on which nothing can throw has no finally: what a signal costs where no green thread waits is to be what it costs without us. Nor does it clear errno
/// first: these calls of the runtime set it whenever they fail.</remarks>
[StackTraceHidden]
internal static unsafe class WaitHandleSignals
{
    /// <summary>Interop.Kernel32.SetEvent.</summary>
    internal static bool SetEvent(SafeWaitHandle handle)
    {
        nint raw = Hold(handle);
        if (HandleWaits.HasWaiters && HandleWaits.TryHandOver(raw))
        {
            return Done(handle);
        }

        return Signalled(handle, raw, CoreLib.SetEvent(raw) != 0, isMutex: false);
    }

    /// <summary>Interop.Kernel32.ResetEvent.</summary>
    internal static bool ResetEvent(SafeWaitHandle handle)
    {
        nint raw = Hold(handle);
        bool isDone = (HandleWaits.HasWaiters ? HandleWaits.Reset(raw) : CoreLib.ResetEvent(raw)) != 0;
        return isDone ? Done(handle) : Failed(handle);
    }

    /// <summary>Interop.Kernel32.ReleaseMutex.</summary>
    internal static bool ReleaseMutex(SafeWaitHandle handle)
    {
        nint raw = Hold(handle);
        return Signalled(handle, raw, CoreLib.ReleaseMutex(raw) != 0, isMutex: true);
    }

    /// <summary>Interop.Kernel32.ReleaseSemaphore.</summary>
    internal static bool ReleaseSemaphore(SafeWaitHandle handle, int releaseCount, out int previousCount)
    {
        nint raw = Hold(handle);
        int previous = 0;
        bool isDone = CoreLib.ReleaseSemaphore(raw, releaseCount, &previous) != 0;
        previousCount = previous;
        return Signalled(handle, raw, isDone, isMutex: false);
    }

    private static nint Hold(SafeWaitHandle handle)
    {
        bool isHeld = false;
        handle.DangerousAddRef(ref isHeld);
        return handle.DangerousGetHandle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Signalled(SafeWaitHandle handle, nint raw, bool isDone, bool isMutex)
    {
        if (!isDone)
        {
            return Failed(handle);
        }

        if (HandleWaits.HasWaiters)
        {
            Serve(handle, raw, isMutex);
            return true;
        }

        return Done(handle);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Done(SafeWaitHandle handle)
    {
        handle.DangerousRelease();
        Marshal.SetLastPInvokeError(0);
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Serve(SafeWaitHandle handle, nint raw, bool isMutex)
    {
        try
        {
            HandleWaits.AfterSignal(raw, isMutex);
        }
        finally
        {
            handle.DangerousRelease();
            Marshal.SetLastPInvokeError(0);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool Failed(SafeWaitHandle handle)
    {
        int error = Marshal.GetLastSystemError();
        handle.DangerousRelease();
        Marshal.SetLastPInvokeError(error);
        return false;
    }
}

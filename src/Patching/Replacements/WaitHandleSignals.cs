using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Shim.Patching.Replacements;

/// <summary>
/// The signals of wait handles (Interop.Kernel32 of the core library: EventWaitHandle, Mutex, Semaphore, and the runtime's own users).
/// First the native signal, on every thread; then green waiters are served. See <see cref="HandleWaits"/>.
/// </summary>
/// <remarks>Like the generated wrappers these replace, each holds a reference on the handle and leaves the error for the caller.</remarks>
[StackTraceHidden]
internal static unsafe class WaitHandleSignals
{
    /// <summary>Interop.Kernel32.SetEvent.</summary>
    internal static bool SetEvent(SafeWaitHandle handle)
    {
        bool isHeld = false;
        try
        {
            handle.DangerousAddRef(ref isHeld);
            nint raw = handle.DangerousGetHandle();
            if (HandleWaits.TryHandOver(raw))
            {
                return true;
            }

            Marshal.SetLastSystemError(0);
            if (CoreLib.SetEvent(raw) == 0)
            {
                return Fail();
            }

            HandleWaits.AfterSignal(raw, isMutex: false);
            return true;
        }
        finally
        {
            if (isHeld)
            {
                handle.DangerousRelease();
            }
        }
    }

    /// <summary>Interop.Kernel32.ResetEvent.</summary>
    internal static bool ResetEvent(SafeWaitHandle handle)
    {
        bool isHeld = false;
        try
        {
            handle.DangerousAddRef(ref isHeld);
            Marshal.SetLastSystemError(0);
            return HandleWaits.Reset(handle.DangerousGetHandle()) != 0 || Fail();
        }
        finally
        {
            if (isHeld)
            {
                handle.DangerousRelease();
            }
        }
    }

    /// <summary>Interop.Kernel32.ReleaseMutex.</summary>
    internal static bool ReleaseMutex(SafeWaitHandle handle)
    {
        bool isHeld = false;
        try
        {
            handle.DangerousAddRef(ref isHeld);
            nint raw = handle.DangerousGetHandle();
            Marshal.SetLastSystemError(0);
            if (CoreLib.ReleaseMutex(raw) == 0)
            {
                return Fail();
            }

            HandleWaits.AfterSignal(raw, isMutex: true);
            return true;
        }
        finally
        {
            if (isHeld)
            {
                handle.DangerousRelease();
            }
        }
    }

    /// <summary>Interop.Kernel32.ReleaseSemaphore.</summary>
    internal static bool ReleaseSemaphore(SafeWaitHandle handle, int releaseCount, out int previousCount)
    {
        bool isHeld = false;
        try
        {
            handle.DangerousAddRef(ref isHeld);
            nint raw = handle.DangerousGetHandle();
            int previous = 0;
            Marshal.SetLastSystemError(0);
            int done = CoreLib.ReleaseSemaphore(raw, releaseCount, &previous);
            previousCount = previous;
            if (done == 0)
            {
                return Fail();
            }

            HandleWaits.AfterSignal(raw, isMutex: false);
            return true;
        }
        finally
        {
            if (isHeld)
            {
                handle.DangerousRelease();
            }
        }
    }

    private static bool Fail()
    {
        Marshal.SetLastPInvokeError(Marshal.GetLastSystemError());
        return false;
    }
}

using System.Runtime.InteropServices;

namespace Shim.Green.Interop;

internal static partial class Libc
{
    private static readonly long SysFutex = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 98 : 202;
    private const int WaitPrivate = 128;
    private const int WakePrivate = 129;

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static unsafe partial long FutexCall(long number, int* word, int operation, int value, TimeSpec* timeout, nint second, int third);

    /// <summary>Sleeps in the kernel while <paramref name="word"/> holds <paramref name="expected"/>; returns spuriously, too.</summary>
    /// <param name="word">The futex word.</param>
    /// <param name="expected">The value to sleep on.</param>
    /// <param name="timeoutNanoseconds">Nanoseconds, or -1 for no limit.</param>
    internal static unsafe void FutexWait(int* word, int expected, long timeoutNanoseconds = -1)
    {
        TimeSpec span = new() { Seconds = timeoutNanoseconds / 1_000_000_000, Nanoseconds = timeoutNanoseconds % 1_000_000_000 };
        FutexCall(SysFutex, word, WaitPrivate, expected, timeoutNanoseconds < 0 ? null : &span, 0, 0);
    }

    /// <summary>Wakes one OS thread that sleeps on <paramref name="word"/>.</summary>
    internal static unsafe void FutexWake(int* word) => FutexCall(SysFutex, word, WakePrivate, 1, null, 0, 0);
}

using System.Runtime.InteropServices;
using Shim.Green;

namespace GreenHost;

/// <summary>A lock of native code that a parked green thread holds, and another one waits for natively: nobody would go on, if the carrier were not taken from it.</summary>
internal static unsafe class NativeMutexScenarios
{
    public static void A_plain_one_in_strict_mode() => Hold(isShared: false, isRobust: false);

    public static void One_between_processes_in_strict_mode() => Hold(isShared: true, isRobust: false);

    public static void A_robust_one_in_strict_mode() => Hold(isShared: false, isRobust: true);

    public static void A_robust_one_between_processes_in_strict_mode() => Hold(isShared: true, isRobust: true);

    private static void Hold(bool isShared, bool isRobust)
    {
        // pthread_mutex_t has 40 bytes, pthread_mutexattr_t 4 (bits/pthreadtypes-arch.h).
        void* mutex = NativeMemory.AlignedAlloc(64, 64);
        int kind = 0;
        Check.Equal(Natively.InitializeKind(&kind), 0);
        Check.Equal(Natively.ShareBetweenProcesses(&kind, isShared ? 1 : 0), 0);
        Check.Equal(Natively.MakeRobust(&kind, isRobust ? 1 : 0), 0);
        Check.Equal(Natively.InitializeMutex(mutex, &kind), 0);
        int inside = 0;
        int turns = 0;
        GreenThread[] threads = [.. Enumerable.Range(0, 3).Select(_ => GreenThread.Spawn(() =>
        {
            for (int i = 0; i < 3; i++)
            {
                Check.Equal(Natively.Lock(mutex), 0);
                Check.Equal(Interlocked.Increment(ref inside), 1);
                GreenThread.Sleep(TimeSpan.FromMilliseconds(5));
                Check.Equal(Interlocked.Decrement(ref inside), 0);
                Check.Equal(Natively.Unlock(mutex), 0);
                Interlocked.Increment(ref turns);
            }
        }))];
        foreach (GreenThread thread in threads)
        {
            thread.Join();
        }

        Check.Equal(turns, 9);
        NativeMemory.AlignedFree(mutex);
    }
}

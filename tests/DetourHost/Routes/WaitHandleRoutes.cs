namespace DetourHost.Routes;

internal static class WaitHandleRoutes
{
    private static readonly EventWaitHandle s_set = new ManualResetEvent(true);
    private static readonly EventWaitHandle s_other = new ManualResetEvent(true);
    private static readonly Mutex s_mutex = new();
    private static readonly Semaphore s_semaphore = new(1, int.MaxValue);

    internal static readonly Dictionary<string, Action> All = new()
    {
        ["WaitHandle.WaitOne()"] = () => s_set.WaitOne(),
        ["WaitHandle.WaitOne(int)"] = () => s_set.WaitOne(0),
        ["WaitHandle.WaitOne(TimeSpan)"] = () => s_set.WaitOne(TimeSpan.Zero),
        ["Mutex.WaitOne(int)"] = UseMutex,
        ["Semaphore.WaitOne(int)"] = () =>
        {
            s_semaphore.WaitOne(1000);
            s_semaphore.Release();
        },
        ["lock (System.Threading.Lock)"] = ContendedLock,
        ["ReaderWriterLockSlim.TryEnterWriteLock(int)"] = ContendedWriteLock,
        ["WaitHandle.WaitAny(WaitHandle[], int)"] = () => WaitHandle.WaitAny([s_set, s_other], 1000),
        ["WaitHandle.WaitAll(WaitHandle[], int)"] = () => WaitHandle.WaitAll([s_set, s_other], 1000),
        ["WaitHandle.SignalAndWait(WaitHandle, WaitHandle, int, bool)"] = () => WaitHandle.SignalAndWait(s_set, s_other, 1000, false),
        ["EventWaitHandle.Set()"] = () => s_set.Set(),
        ["EventWaitHandle.Reset()"] = () =>
        {
            s_other.Reset();
            s_other.Set();
        },
        ["Mutex.ReleaseMutex()"] = UseMutex,
        ["Semaphore.Release()"] = () => s_semaphore.Release(),
        ["Semaphore.Release(int)"] = () => s_semaphore.Release(2),
    };

    private static void UseMutex()
    {
        s_mutex.WaitOne(1000);
        s_mutex.ReleaseMutex();
    }

    private static void ContendedLock()
    {
        var gate = new Lock();
        Contention.Run(
            held =>
            {
                lock (gate)
                {
                    held();
                }
            },
            () =>
            {
                lock (gate)
                {
                }
            });
    }

    private static void ContendedWriteLock()
    {
        using var gate = new ReaderWriterLockSlim();
        Contention.Run(
            held =>
            {
                gate.EnterReadLock();
                held();
                gate.ExitReadLock();
            },
            () =>
            {
                if (gate.TryEnterWriteLock(MonitorRoutes.Patience))
                {
                    gate.ExitWriteLock();
                }
            },
            untilDone: true);
    }
}

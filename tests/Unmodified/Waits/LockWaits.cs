using System.Reflection;
using System.Runtime.CompilerServices;

static class LockWaits
{
    // Holds what `hold` takes, on a thread of its own, until told to let go.
    static Action Holder(Action take, Action leave)
    {
        var taken = new ManualResetEvent(false);
        var go = new ManualResetEvent(false);
        new Thread(() =>
        {
            take();
            taken.Set();
            go.WaitOne();
            leave();
        }).Start();
        taken.WaitOne();
        return () => go.Set();
    }

    public static Wait Lock()
    {
        var gate = new object();
        Action letGo = Holder(() => Monitor.Enter(gate), () => Monitor.Exit(gate));
        return new Wait(() => { lock (gate) { return "locked"; } }, letGo);
    }

    public static Wait TryEnterWithTimeout()
    {
        var gate = new object();
        Action letGo = Holder(() => Monitor.Enter(gate), () => Monitor.Exit(gate));
        return new Wait(() => Monitor.TryEnter(gate, 10) + " " + Monitor.TryEnter(gate, 20_000), letGo);
    }

    public static Wait MonitorWait()
    {
        var gate = new object();
        bool ready = false;
        return new Wait(
            () => { lock (gate) { while (!ready) { Monitor.Wait(gate); } return "pulsed"; } },
            () => { lock (gate) { ready = true; Monitor.PulseAll(gate); } });
    }

    public static Wait LockType()
    {
        var gate = new Lock();
        Action letGo = Holder(gate.Enter, gate.Exit);
        return new Wait(() => { lock (gate) { return "locked " + gate.IsHeldByCurrentThread; } }, letGo);
    }

    public static Wait Mutex()
    {
        var mutex = new Mutex();
        Action letGo = Holder(() => mutex.WaitOne(), mutex.ReleaseMutex);
        return new Wait(() => { bool got = mutex.WaitOne(); mutex.ReleaseMutex(); return got.ToString(); }, letGo);
    }

    public static Wait NamedMutex()
    {
        string name = "waits-" + Guid.NewGuid().ToString("N");
        var mutex = new Mutex(false, name);
        Action letGo = Holder(() => mutex.WaitOne(), mutex.ReleaseMutex);
        return new Wait(() => { bool got = mutex.WaitOne(); mutex.ReleaseMutex(); return got.ToString(); }, letGo);
    }

    public static Wait ReaderWriterLockSlimWrite()
    {
        var rw = new ReaderWriterLockSlim();
        Action letGo = Holder(rw.EnterReadLock, rw.ExitReadLock);
        return new Wait(() => { rw.EnterWriteLock(); rw.ExitWriteLock(); return "written"; }, letGo);
    }

    public static Wait ReaderWriterLockSlimRead()
    {
        var rw = new ReaderWriterLockSlim();
        Action letGo = Holder(rw.EnterWriteLock, rw.ExitWriteLock);
        return new Wait(() => { bool got = rw.TryEnterReadLock(20_000); rw.ExitReadLock(); return got.ToString(); }, letGo);
    }

    public static Wait ReaderWriterLockSlimUpgrade()
    {
        var rw = new ReaderWriterLockSlim();
        Action letGo = Holder(rw.EnterReadLock, rw.ExitReadLock);
        return new Wait(() =>
        {
            rw.EnterUpgradeableReadLock();
            rw.EnterWriteLock();
            rw.ExitWriteLock();
            rw.ExitUpgradeableReadLock();
            return "upgraded";
        }, letGo);
    }

    public static Wait ClassicReaderWriterLock()
    {
        var rw = new ReaderWriterLock();
        Action letGo = Holder(() => rw.AcquireReaderLock(-1), rw.ReleaseReaderLock);
        return new Wait(() => { rw.AcquireWriterLock(-1); rw.ReleaseWriterLock(); return "written"; }, letGo);
    }

    public static Wait SpinLock()
    {
        var spin = new SpinLock(enableThreadOwnerTracking: true);
        Action letGo = Holder(() => { bool taken = false; spin.Enter(ref taken); }, () => spin.Exit());
        return new Wait(() => { bool taken = false; spin.Enter(ref taken); spin.Exit(); return taken.ToString(); }, letGo);
    }

    public static Wait SpinUntil()
    {
        bool flag = false;
        return new Wait(() => System.Threading.SpinWait.SpinUntil(() => Volatile.Read(ref flag), 20_000).ToString(), () => Volatile.Write(ref flag, true));
    }

    public static Wait LazyValue()
    {
        var inside = new ManualResetEvent(false);
        var go = new ManualResetEvent(false);
        var lazy = new Lazy<string>(() => { inside.Set(); go.WaitOne(); return "made once"; });
        new Thread(() => _ = lazy.Value).Start();
        inside.WaitOne();
        return new Wait(() => lazy.Value, () => go.Set());
    }

    public static Wait SynchronizedMethod()
    {
        var writer = TextWriter.Synchronized(new StringWriter());
        Action letGo = Holder(() => Monitor.Enter(writer), () => Monitor.Exit(writer));
        return new Wait(() => { writer.Write("x"); return writer.ToString(); }, letGo);
    }

    public static Wait ClassConstructor()
    {
        new Thread(() => _ = Slow.Value).Start();
        Gates.Inside.WaitOne();
        return new Wait(() => Slow.Value, () => Gates.Go.Set());
    }

    static class Slow
    {
        public static readonly string Value;

        static Slow()
        {
            Gates.Inside.Set();
            Gates.Go.WaitOne();
            Value = "initialized";
        }
    }

    static class Gates
    {
        public static readonly ManualResetEvent Inside = new ManualResetEvent(false);
        public static readonly ManualResetEvent Go = new ManualResetEvent(false);
        public static readonly ManualResetEvent InsideRun = new ManualResetEvent(false);
        public static readonly ManualResetEvent GoRun = new ManualResetEvent(false);
        public static readonly ManualResetEvent InsideReflected = new ManualResetEvent(false);
        public static readonly ManualResetEvent GoReflected = new ManualResetEvent(false);
    }

    public static Wait RunClassConstructor()
    {
        new Thread(() => RuntimeHelpers.RunClassConstructor(typeof(Run).TypeHandle)).Start();
        Gates.InsideRun.WaitOne();
        return new Wait(
            () => { RuntimeHelpers.RunClassConstructor(typeof(Run).TypeHandle); return Run.Value; },
            () => Gates.GoRun.Set());
    }

    static class Run
    {
        public static readonly string Value;

        static Run()
        {
            Gates.InsideRun.Set();
            Gates.GoRun.WaitOne();
            Value = "run";
        }
    }

    // Reflection has the runtime itself run the constructor, and wait for whoever runs it.
    public static Wait ClassConstructorOfTheRuntime()
    {
        FieldInfo field = typeof(Reflected).GetField("Value");
        new Thread(() => field.GetValue(null)).Start();
        Gates.InsideReflected.WaitOne();
        return new Wait(() => (string)typeof(Reflected).GetField("Value").GetValue(null), () => Gates.GoReflected.Set());
    }

    static class Reflected
    {
        public static readonly string Value;

        static Reflected()
        {
            Gates.InsideReflected.Set();
            Gates.GoReflected.WaitOne();
            Value = "reflected";
        }
    }

    public static Wait Join()
    {
        var go = new ManualResetEvent(false);
        var other = new Thread(() => go.WaitOne());
        other.Start();
        return new Wait(() => other.Join(5) + " " + other.Join(20_000), () => go.Set());
    }

    public static Wait Finalizers()
    {
        return new Wait(() => { Garbage.Make(); GC.Collect(); GC.WaitForPendingFinalizers(); return "finalized " + Garbage.Finalized; }, Garbage.Go.Set);
    }

    sealed class Garbage
    {
        public static readonly ManualResetEventSlim Go = new ManualResetEventSlim();
        public static bool Finalized;

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        public static void Make()
        {
            for (int i = 0; i < 10; i++)
            {
                _ = new Garbage();
            }
        }

        ~Garbage()
        {
            Go.Wait();
            Finalized = true;
        }
    }
}

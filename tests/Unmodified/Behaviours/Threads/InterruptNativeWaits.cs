using System.Runtime.CompilerServices;

/// <summary>Interrupts waits for what the framework's own threads do, and at the begin of those that do not have to wait.</summary>
class InterruptNativeWaits : Scenario
{
    static readonly ManualResetEventSlim _finalizersMayEnd = new ManualResetEventSlim();

    public override int Run()
    {
        var end = new ManualResetEventSlim();
        var framework = new Thread(end.Wait);
        framework.Start();
        Strike("join a thread of the framework's code", framework.Join);
        Strike("join it with a time limit", () => Say("joined: " + framework.Join(20000)));
        Late("join it for a while", () => Say("joined: " + framework.Join(20)));

        Thread worker = null;
        var known = new ManualResetEventSlim();
        Task work = Task.Run(() =>
        {
            worker = Thread.CurrentThread;
            known.Set();
            end.Wait();
        });
        known.Wait();
        Strike("join a thread of the pool", () => worker.Join());

        Forget();
        GC.Collect();
        Strike("wait for finalizers", GC.WaitForPendingFinalizers);
        _finalizersMayEnd.Set();
        Pending("wait for finalizers", GC.WaitForPendingFinalizers);

        end.Set();
        framework.Join();
        work.Wait();
        Thread ended = Go(() => { });
        ended.Join();
        Pending("join one that has ended", ended.Join);
        Pending("ask one that has ended", () => Say("joined: " + ended.Join(0)));
        Pending("join one that was not started", () => new Thread(() => { }).Join());
        Pending("join oneself for no time", () => Say("joined: " + Thread.CurrentThread.Join(0)));

        Strike("spin without sleeping", () =>
        {
            for (var spin = new SpinWait(); ;)
            {
                spin.SpinOnce(-1);
            }
        });
        return 0;
    }

    // It waits when the interruption comes.
    static void Strike(string label, Action wait)
    {
        Thread t = Go(() =>
        {
            Outcome(label, wait);
            Outcome("then", () => Thread.Sleep(1));
        });
        Settle();
        t.Interrupt();
        t.Join();
    }

    // It has waited.
    static void Late(string label, Action wait)
    {
        var over = new ManualResetEventSlim();
        bool go = false;
        Thread t = Go(() =>
        {
            Outcome(label, wait);
            over.Set();
            while (!Volatile.Read(ref go))
            {
                Thread.SpinWait(100);
            }
            Outcome("then", () => Thread.Sleep(1));
            Outcome("and then", () => Thread.Sleep(1));
        });
        over.Wait();
        t.Interrupt();
        Volatile.Write(ref go, true);
        t.Join();
    }

    // It comes before the wait.
    static void Pending(string label, Action wait)
    {
        Go(() =>
        {
            Thread.CurrentThread.Interrupt();
            Outcome("interrupted, " + label, wait);
            Outcome("then", () => Thread.Sleep(1));
        }).Join();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static void Forget()
    {
        new EndsLate();
    }

    class EndsLate
    {
        ~EndsLate()
        {
            _finalizersMayEnd.Wait(TimeSpan.FromSeconds(20));
        }
    }
}

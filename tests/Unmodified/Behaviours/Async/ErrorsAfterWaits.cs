using System.Runtime.InteropServices;

/// <summary>What a program finds as the last error after it has woken another thread, or waited: most of these leave it as it was, so that
/// a native call's can be asked for after the lock around it.</summary>
class ErrorsAfterWaits : Scenario
{
    const int Before = 99;
    const int Rounds = 5;

    public override int Run()
    {
        var thread = Go(() => All("thread"));
        thread.Join();
        Task.Run(() => All("pool")).Wait();
        return 0;
    }

    static void All(string who)
    {
        who += ": ";
        var gate = new object();
        After(who + "lock that another waits for", () =>
        {
            Monitor.Enter(gate);
            return Go(() => { lock (gate) { } });
        }, () => Monitor.Exit(gate));
        After(who + "lock that another has", () => Holder(gate), () => { lock (gate) { } });
        var typed = new Lock();
        After(who + "Lock that another waits for", () =>
        {
            typed.Enter();
            return Go(() => { lock (typed) { } });
        }, typed.Exit);
        After(who + "pulse", () => Go(() => { lock (gate) { Monitor.Wait(gate); } }), () => { lock (gate) { Monitor.Pulse(gate); } });
        After(who + "pulse all", () => Go(() => { lock (gate) { Monitor.Wait(gate); } }), () => { lock (gate) { Monitor.PulseAll(gate); } });
        After(who + "wait for a pulse in vain", null, () => { lock (gate) { Monitor.Wait(gate, 1); } });

        var auto = new AutoResetEvent(false);
        After(who + "set", () => Go(() => auto.WaitOne()), () => auto.Set());
        After(who + "wait for an event", () => Later(() => auto.Set()), () => auto.WaitOne());
        After(who + "wait for an event in vain", null, () => auto.WaitOne(1));
        After(who + "look at an event", null, () => auto.WaitOne(0));
        var two = new WaitHandle[] { auto, new ManualResetEvent(false) };
        After(who + "wait for any", () => Later(() => auto.Set()), () => WaitHandle.WaitAny(two));

        var slim = new SemaphoreSlim(0);
        After(who + "release slim", () => Go(() => slim.Wait()), () => slim.Release());
        After(who + "wait for slim", () => Later(() => slim.Release()), () => slim.Wait());
        var manual = new ManualResetEventSlim();
        After(who + "set slim", () => Go(() => { manual.Wait(); manual.Reset(); }), manual.Set);

        TaskCompletionSource promise = null;
        After(who + "complete a task", () =>
        {
            promise = new TaskCompletionSource();
            return Go(() => promise.Task.Wait());
        }, () => promise.SetResult());

        After(who + "yield", Busy, () => Thread.Yield());
        After(who + "sleep 0", Busy, () => Thread.Sleep(0));
        After(who + "sleep 1", Busy, () => Thread.Sleep(1));
        After(who + "spin", Busy, () => Thread.SpinWait(100));
        After(who + "spin until it yields", Busy, () =>
        {
            var spin = new SpinWait();
            for (int i = 0; i < 40; i++)
            {
                spin.SpinOnce();
            }
        });
        Thread other = null;
        After(who + "start", null, () => Go(() => Thread.Sleep(1)));
        After(who + "start and join", null, () => Go(() => Thread.Sleep(1)).Join());
        After(who + "interrupt", () => other = Go(SleepUntilInterrupted), () => other.Interrupt());
    }

    // All that was found as the last error after the action, in whatever round.
    static void After(string label, Func<Thread> prepare, Action action)
    {
        var found = new SortedSet<int>();
        for (int i = 0; i < Rounds; i++)
        {
            Thread other = prepare?.Invoke();
            if (other != null)
            {
                Thread.Sleep(2);
            }
            Marshal.SetLastPInvokeError(Before);
            action();
            found.Add(Marshal.GetLastPInvokeError());
            other?.Join();
        }
        Say(label + ": last error " + string.Join(" or ", found));
    }

    static Thread Holder(object gate)
    {
        var has = new ManualResetEventSlim();
        Thread holder = Go(() =>
        {
            lock (gate)
            {
                has.Set();
                Thread.Sleep(5);
            }
        });
        has.Wait();
        return holder;
    }

    static Thread Later(Action action)
    {
        return Go(() =>
        {
            Thread.Sleep(5);
            action();
        });
    }

    static Thread Busy()
    {
        return Go(() =>
        {
            for (int i = 0; i < 5; i++)
            {
                Thread.Sleep(1);
            }
        });
    }

    static void SleepUntilInterrupted()
    {
        try
        {
            Thread.Sleep(Timeout.Infinite);
        }
        catch (ThreadInterruptedException)
        {
            // That is what it is there for.
        }
    }
}

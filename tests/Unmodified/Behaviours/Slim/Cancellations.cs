class Cancellations : Scenario
{
    public override int Run()
    {
        var cancel = new CancellationTokenSource();
        int called = 0;
        Thread t = Go(() =>
        {
            using (cancel.Token.Register(() => Interlocked.Increment(ref called)))
            {
                Say("signalled: " + cancel.Token.WaitHandle.WaitOne(10000));
            }
        });
        Settle();
        cancel.Cancel();
        t.Join();
        Say("called: " + called);
        var later = new CancellationTokenSource();
        Thread waiter = Go(() => Outcome("cancel after", () => Task.Delay(Timeout.Infinite).Wait(later.Token)));
        later.CancelAfter(50);
        waiter.Join();
        // Disposing a registration waits for its callback, unless the callback itself does it.
        var slow = new CancellationTokenSource();
        bool finished = false;
        var inside = new ManualResetEvent(false);
        CancellationTokenRegistration registration = slow.Token.Register(() => { inside.Set(); Thread.Sleep(100); finished = true; });
        Thread canceller = Go(() => slow.Cancel());
        inside.WaitOne();
        registration.Dispose();
        Say("callback had finished: " + finished);
        canceller.Join();
        return 0;
    }
}

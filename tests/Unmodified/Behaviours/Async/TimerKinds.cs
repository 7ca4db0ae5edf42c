class TimerKinds : Scenario
{
    public override int Run()
    {
        Go(() =>
        {
            var order = new ConcurrentQueue<int>();
            int[] times = { 1000, 200, 600, 800, 400 };
            Task.WaitAll(times.Select(t => Later(t, order)).ToArray());
            Say("delays: " + string.Join(" ", order));

            order.Clear();
            var done = new CountdownEvent(times.Length);
            var timers = times.Select(t => new Timer(_ => { order.Enqueue(t); done.Signal(); }, null, t, -1)).ToList();
            done.Wait();
            timers.ForEach(t => t.Dispose());
            Say("timers: " + string.Join(" ", order));

            Say("ticks: " + TicksAsync().Result);

            // A callback that blocks does not keep the others from firing.
            var blocked = new ManualResetEventSlim();
            var fired = new CountdownEvent(3);
            using (new Timer(_ => { fired.Signal(); blocked.Wait(); fired.Signal(); }, null, 10, -1))
            using (new Timer(_ => { fired.Signal(); blocked.Set(); }, null, 60, -1))
            {
                fired.Wait();
                Say("blocked callback went on");
            }

            var cancel = new CancellationTokenSource();
            bool told = false;
            cancel.Token.Register(() => told = true);
            cancel.CancelAfter(20);
            cancel.Token.WaitHandle.WaitOne();
            SpinWait.SpinUntil(() => told);
            Say("cancelled: " + cancel.IsCancellationRequested);
            Say("changed: " + Changed());
        }).Join();
        return 0;
    }

    static async Task Later(int milliseconds, ConcurrentQueue<int> order)
    {
        await Task.Delay(milliseconds);
        order.Enqueue(milliseconds);
    }

    static async Task<int> TicksAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        int ticks = 0;
        while (ticks < 10 && await timer.WaitForNextTickAsync())
        {
            ticks++;
            Thread.Sleep(1);
        }
        return ticks;
    }

    static bool Changed()
    {
        var fired = new ManualResetEventSlim();
        using var timer = new Timer(_ => fired.Set());
        bool early = fired.Wait(30);
        timer.Change(10, Timeout.Infinite);
        return !early && fired.Wait(10000);
    }
}

class EventsFromNative : Scenario
{
    public override int Run()
    {
        var ping = new AutoResetEvent(false);
        var pong = new AutoResetEvent(false);
        int count = 0;
        Task native = Task.Run(() =>
        {
            for (int i = 0; i < 500; i++)
            {
                ping.WaitOne();
                count++;
                pong.Set();
            }
        });
        Thread t = Go(() =>
        {
            for (int i = 0; i < 500; i++)
            {
                ping.Set();
                pong.WaitOne();
            }
        });
        t.Join();
        native.Wait();
        Say("count: " + count);
        using (var timer = new Timer(_ => pong.Set(), null, 50, Timeout.Infinite))
        {
            Go(() => Say("by a timer: " + pong.WaitOne(10000))).Join();
        }
        var registered = new ManualResetEvent(false);
        ThreadPool.RegisterWaitForSingleObject(ping, (_, timedOut) => { Say("registered wait, timed out: " + timedOut); registered.Set(); }, null, 10000, true);
        Go(() => { Thread.Sleep(30); ping.Set(); registered.WaitOne(); }).Join();
        return 0;
    }
}

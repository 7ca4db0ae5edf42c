class Timers : Scenario
{
    public override int Run()
    {
        var order = new List<string>();
        var done = new CountdownEvent(3);
        using (new Timer(_ => { lock (order) { order.Add("b"); } done.Signal(); }, null, 150, -1))
        using (new Timer(_ => { lock (order) { order.Add("a"); } done.Signal(); }, null, 30, -1))
        using (new Timer(_ => { lock (order) { order.Add("c"); } done.Signal(); }, null, 300, -1))
        {
            Go(() => done.Wait()).Join();
        }
        Say(string.Join(" ", order));
        var stopped = new ManualResetEvent(false);
        var timer = new Timer(_ => { }, null, 0, 5);
        Go(() => { timer.Dispose(stopped); Say("stopped: " + stopped.WaitOne(10000)); }).Join();
        return 0;
    }
}

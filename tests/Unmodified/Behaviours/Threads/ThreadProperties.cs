class ThreadProperties : Scenario
{
    public override int Run()
    {
        var t = new Thread(() => Thread.Sleep(100));
        Say("unstarted: " + t.ThreadState + ", alive " + t.IsAlive + ", background " + t.IsBackground + ", priority " + t.Priority);
        t.Start();
        Outcome("start twice", () => t.Start());
        Say("alive: " + t.IsAlive);
        t.IsBackground = true;
        Say("background: " + t.IsBackground);
        t.Join();
        Say("ended: " + t.ThreadState + ", alive " + t.IsAlive);
        Outcome("background of an ended thread", () => t.IsBackground = true);
        Outcome("null body", () => new Thread((ThreadStart)null));
        Outcome("negative stack", () => new Thread(() => { }, -1));
        Outcome("parameter to a plain start", () => new Thread(() => { }).Start("x"));
        var parameter = new Thread(o => Say("parameter: " + o));
        parameter.Start("here");
        parameter.Join();
        Thread named = Go(() =>
        {
            Thread.CurrentThread.Name = "first";
            Outcome("rename", () => Thread.CurrentThread.Name = "second");
            Say("name: " + Thread.CurrentThread.Name);
        });
        named.Join();
        return 0;
    }
}

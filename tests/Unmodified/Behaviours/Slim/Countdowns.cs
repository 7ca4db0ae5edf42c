class Countdowns : Scenario
{
    public override int Run()
    {
        var c = new CountdownEvent(3);
        Say("timeout: " + c.Wait(20));
        Thread waiter = Go(() => { c.Wait(); Say("down"); });
        Go(() => c.Signal()).Join();
        Task.Run(() => c.Signal()).Wait();
        Say("left: " + c.CurrentCount);
        c.AddCount();
        c.Signal(2);
        waiter.Join();
        Outcome("below zero", () => c.Signal());
        Outcome("add after zero", () => c.AddCount());
        c.Reset(1);
        Say("reset: " + c.IsSet);
        return 0;
    }
}

sealed class CancelKeyPressDuringTightLoop : Scenario
{
    public override int Run()
    {
        bool stop = false;
        Console.CancelKeyPress += (_, e) =>
        {
            e.Cancel = true;
            Volatile.Write(ref stop, true);
        };
        new Thread(() => { Thread.Sleep(100); Raise(Int); }).Start();
        Thread.Sleep(10);
        while (!Volatile.Read(ref stop))
        {
        }
        Say("the loop ended");
        return 0;
    }
}

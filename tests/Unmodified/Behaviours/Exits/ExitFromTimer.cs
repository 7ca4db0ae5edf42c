class ExitFromTimer : Scenario
{
    // A thread of the pool ends the process while others wait for all kinds of things, in blocks whose end is never reached.
    public override int Run()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Say("process exit, code " + Environment.ExitCode);
        var gate = new object();
        (Socket a, Socket b) = Pair();
        Action[] waits = { () => Thread.Sleep(-1), () => new ManualResetEvent(false).WaitOne(), () => a.Receive(new byte[1]), () => { lock (gate) { Monitor.Wait(gate); } } };
        foreach (Action wait in waits)
        {
            Go(() =>
            {
                try
                {
                    wait();
                }
                finally
                {
                    Say("must not be seen");
                }
            });
        }
        using var timer = new Timer(_ => Environment.Exit(19), null, 200, Timeout.Infinite);
        lock (gate)
        {
            Thread.Sleep(-1);
        }
        GC.KeepAlive(b);
        return 1;
    }
}

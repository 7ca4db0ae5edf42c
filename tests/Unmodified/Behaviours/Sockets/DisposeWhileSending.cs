class DisposeWhileSending : Scenario
{
    public override int Run()
    {
        (Socket a, Socket b) = Pair();
        Thread t = Go(() => Outcome("send", () =>
        {
            while (true)
            {
                a.Send(new byte[1 << 20]);
            }
        }));
        Settle();
        a.Dispose();
        t.Join();
        b.Dispose();
        return 0;
    }
}

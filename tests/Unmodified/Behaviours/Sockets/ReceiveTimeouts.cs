class ReceiveTimeouts : Scenario
{
    public override int Run()
    {
        (Socket a, Socket b) = Pair();
        a.ReceiveTimeout = 100;
        Say("timeout is " + a.ReceiveTimeout);
        Go(() =>
        {
            Outcome("receive", () => a.Receive(new byte[10]));
            Outcome("again", () => a.Receive(new byte[10]));
            b.Send(new byte[3]);
            Say("still usable: " + a.Receive(new byte[10]));
            using var stream = new NetworkStream(a) { ReadTimeout = 50 };
            Outcome("stream", () => stream.ReadByte());
            Say("still connected: " + a.Connected);
        }).Join();
        a.ReceiveTimeout = 0;
        Thread t = Go(() => Say("no timeout: " + a.Receive(new byte[10])));
        Thread.Sleep(300);
        b.Send(new byte[2]);
        t.Join();
        return 0;
    }
}

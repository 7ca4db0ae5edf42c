class SendTimeouts : Scenario
{
    public override int Run()
    {
        (Socket a, Socket b) = Pair();
        a.SendTimeout = 200;
        a.SendBufferSize = 20000;
        Go(() => Outcome("send to one who does not read", () =>
        {
            byte[] big = new byte[1 << 20];
            for (int i = 0; i < 50; i++)
            {
                a.Send(big);
            }
        })).Join();
        Say("peer is connected: " + b.Connected);
        return 0;
    }
}

class ResetByPeer : Scenario
{
    public override int Run()
    {
        (Socket a, Socket b) = Pair();
        Thread t = Go(() => Outcome("receive", () => a.Receive(new byte[10])));
        Settle();
        b.LingerState = new LingerOption(true, 0);
        b.Close();
        t.Join();
        Outcome("receive again", () => Say("got " + a.Receive(new byte[10])));
        Outcome("send", () => a.Send(new byte[10]));
        return 0;
    }
}

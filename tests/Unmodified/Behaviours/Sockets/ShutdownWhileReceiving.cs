class ShutdownWhileReceiving : Scenario
{
    public override int Run()
    {
        (Socket a, Socket b) = Pair();
        Thread t = Go(() => Outcome("receive", () => Say("got " + a.Receive(new byte[10]))));
        Settle();
        a.Shutdown(SocketShutdown.Receive);
        t.Join();
        a.Send(new byte[2]);
        Say("other way: " + b.Receive(new byte[10]));
        a.Shutdown(SocketShutdown.Send);
        Say("end: " + b.Receive(new byte[10]));
        Outcome("send after shutdown", () => a.Send(new byte[1]));
        t = Go(() => Say("peer's end: " + a.Receive(new byte[10])));
        b.Shutdown(SocketShutdown.Both);
        t.Join();
        return 0;
    }
}

class DisposeWhileReceiving : Scenario
{
    public override int Run()
    {
        foreach (string how in new[] { "Close", "Dispose", "Close(1)" })
        {
            (Socket a, Socket b) = Pair();
            Thread t = Go(() => Outcome("receive, " + how, () => a.Receive(new byte[10])));
            Settle();
            if (how == "Close(1)") { a.Close(1); } else { a.Close(); }
            t.Join();
            Outcome("receive afterwards", () => a.Receive(new byte[10]));
            b.ReceiveTimeout = 5000;
            Outcome("peer", () => Say("peer got " + b.Receive(new byte[10])));
        }
        return 0;
    }
}

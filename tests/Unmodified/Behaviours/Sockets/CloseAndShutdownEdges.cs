class CloseAndShutdownEdges : Scenario
{
    public override int Run()
    {
        Close("dispose", s => s.Dispose(), s => { });
        Close("close 0", s => s.Close(0), s => { });
        Close("close 1", s => s.Close(1), s => { });
        Close("dispose after shutdown", s => s.Dispose(), s => s.Shutdown(SocketShutdown.Send));
        Close("dispose with a timeout set", s => s.Dispose(), s => s.ReceiveTimeout = 60000);
        Close("shutdown both", s => s.Shutdown(SocketShutdown.Both), s => { });
        Close("shutdown receive", s => { s.Shutdown(SocketShutdown.Receive); s.Shutdown(SocketShutdown.Send); }, s => { });
        Close("close after linger", s => s.Dispose(), s => s.LingerState = new LingerOption(true, 1));

        // From a task of the pool instead of a thread.
        (Socket a, Socket b) = Pair();
        Thread t = Go(() => Outcome("closed by the pool", () => a.Receive(new byte[1])));
        Settle();
        Task.Run(() => a.Dispose()).Wait();
        t.Join();

        // Several at once, reading and writing.
        (a, b) = Pair();
        var threads = new List<Thread>();
        var outcomes = new ConcurrentBag<string>();
        for (int i = 0; i < 4; i++)
        {
            threads.Add(Go(() => outcomes.Add(Try(() => a.Receive(new byte[1])))));
        }
        threads.Add(Go(() => outcomes.Add(Try(() => a.Send(new byte[50_000_000])))));
        Settle();
        a.Dispose();
        threads.ForEach(x => x.Join());
        Say("five at once: " + string.Join(", ", outcomes.Distinct()));

        var listener = Listen();
        t = Go(() => Outcome("accept after shutdown", () => listener.Accept()));
        Settle();
        listener.Shutdown(SocketShutdown.Both);
        t.Join();
        return 0;
    }

    static string Try(Action action)
    {
        try
        {
            action();
            return "ok";
        }
        catch (Exception e)
        {
            return Describe(e);
        }
    }

    static void Close(string label, Action<Socket> close, Action<Socket> before)
    {
        (Socket a, Socket b) = Pair();
        before(a);
        Thread t = Go(() => Outcome(label, () => Say(label + ": received " + a.Receive(new byte[1]))));
        Settle();
        close(a);
        t.Join();
        Outcome(label + ", the peer", () => Say(label + ", the peer: received " + b.Receive(new byte[1])));
    }
}

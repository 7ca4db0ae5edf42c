class SocketErrorEdges : Scenario
{
    public override int Run()
    {
        (Socket a, Socket b) = Pair();
        Outcome("no urgent data", () => a.Receive(new byte[1], SocketFlags.OutOfBand));
        Outcome("a flag that Linux has not", () => a.Receive(new byte[1], SocketFlags.Partial));
        Outcome("don't wait", () => a.Receive(new byte[1], (SocketFlags)0x1000));
        Outcome("send nothing", () => Say("sent " + a.Send(new byte[0])));

        // A peer that breaks the connection in the middle of a send, in two ways.
        Send("reset", s => { s.LingerState = new LingerOption(true, 0); s.Dispose(); });
        Send("closed with unread data", s => s.Dispose());

        // SendTimeout limits a connect, too. The backlog of this listener is full.
        var full = Listen(0);
        var filler = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        filler.Connect(full.LocalEndPoint);
        var c = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { SendTimeout = 200 };
        Outcome("connect with a send timeout", () => c.Connect(full.LocalEndPoint));

        // A Unix domain connect waits for room in the backlog.
        string path = Path.Combine(Path.GetTempPath(), "edges-" + Environment.ProcessId);
        var unix = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        unix.Bind(new UnixDomainSocketEndPoint(path));
        unix.Listen(0);
        Unix().Connect(unix.LocalEndPoint);
        Thread t = Go(() => Outcome("unix connect", () => Unix().Connect(unix.LocalEndPoint)));
        Settle();
        Say("waits: " + !t.Join(50));
        unix.Accept();
        t.Join();
        File.Delete(path);

        // Behind an asynchronous receive, the blocking one queues.
        (a, b) = Pair();
        byte[] first = new byte[1];
        Task<int> pending = a.ReceiveAsync(first, SocketFlags.None);
        a.ReceiveTimeout = 100;
        Outcome("timeout behind a pending receive", () => a.Receive(new byte[1]));
        a.ReceiveTimeout = 0;
        byte[] second = new byte[1];
        t = Go(() => Say("the second got " + a.Receive(second) + " byte: " + second[0]));
        Settle();
        b.Send(new byte[] { 1, 2 });
        t.Join();
        Say("the first got " + pending.Result + " byte: " + first[0]);
        return 0;
    }

    static Socket Listen(int backlog)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(backlog);
        return listener;
    }

    static Socket Unix()
    {
        return new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    }

    static void Send(string label, Action<Socket> end)
    {
        (Socket a, Socket b) = Pair();
        Thread t = Go(() =>
        {
            int sent = a.Send(new byte[50_000_000], 0, 50_000_000, SocketFlags.None, out SocketError error);
            Say(label + " in the middle of a send: " + sent + ", " + error);
        });
        Settle();
        end(b);
        t.Join();
    }
}

class PollAndSelectEdges : Scenario
{
    public override int Run()
    {
        (Socket a, Socket b) = Pair();
        Outcome("poll 999 us", () => Say("poll 999 us gives " + a.Poll(999, SelectMode.SelectRead)));
        Outcome("poll -2", () => Say("poll -2 gives " + a.Poll(-2, SelectMode.SelectRead)));
        Outcome("poll -5000", () => a.Poll(-5000, SelectMode.SelectRead));
        Outcome("poll in no known mode", () => Say("poll mode 9 gives " + a.Poll(20000, (SelectMode)9)));
        Outcome("select -5000", () => Socket.Select(new List<Socket> { a }, null, null, -5000));
        Outcome("select among strings", () => Socket.Select(new System.Collections.ArrayList { a, "x" }, null, null, 50000));
        Outcome("select among nulls", () => Socket.Select(null, new System.Collections.ArrayList { null }, null, -1));
        Socket[] array = { a };
        Outcome("select in an array", () => Socket.Select(array, null, null, 20000));
        Say("the array holds " + (array[0] == null ? "nothing" : "the socket"));

        Wait("urgent data", a, SelectMode.SelectError, () => b.Send(new byte[1], SocketFlags.OutOfBand));
        (a, b) = Pair();
        Wait("reset, read", a, SelectMode.SelectRead, () => Reset(b));
        (a, b) = Pair();
        Wait("reset, error", a, SelectMode.SelectError, () => Reset(b));
        (a, b) = Pair();
        Wait("closed here, read", a, SelectMode.SelectRead, () => a.Dispose());
        (a, b) = Pair();
        Wait("closed here, error", a, SelectMode.SelectError, () => a.Dispose());

        var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        udp.Connect(IPAddress.Loopback, 9);
        udp.Send(new byte[1]);
        Say("poll a refused datagram: " + udp.Poll(-1, SelectMode.SelectRead));
        Outcome("receive after it", () => udp.Receive(new byte[1]));

        Listed("read", (r, w, e) => Socket.Select(r, null, null, -1));
        Listed("error", (r, w, e) => Socket.Select(null, null, e, -1));
        Listed("all", (r, w, e) => Socket.Select(r, w, e, -1));
        Many();
        Same(r => Socket.Select(r, null, r, 1000000));
        Same(r => Socket.Select(r, r, null, 1000000));
        Same(r => Socket.Select(null, r, r, 1000000));
        Same(r => Socket.Select(r, r, r, 1000000));
        return 0;
    }

    static void Reset(Socket s)
    {
        s.LingerState = new LingerOption(true, 0);
        s.Dispose();
    }

    static void Wait(string label, Socket s, SelectMode mode, Action then)
    {
        Thread t = Go(() => Outcome(label, () => Say(label + " polls as " + s.Poll(-1, mode))));
        Settle();
        then();
        t.Join();
    }

    // Urgent data comes for one of three sockets, one of them listed twice.
    static void Listed(string label, Action<List<Socket>, List<Socket>, List<Socket>> select)
    {
        (Socket a, Socket b) = Pair();
        (Socket c, Socket d) = Pair();
        var read = new List<Socket> { a, c, a };
        var write = new List<Socket> { a };
        var error = new List<Socket> { c, a, c };
        Thread t = Go(() =>
        {
            select(read, write, error);
            Say("select " + label + " leaves " + read.Count + ", " + write.Count + ", " + error.Count);
        });
        // Longer than usual: what arrives while the list is being looked through would be seen at some places of it only.
        Thread.Sleep(500);
        b.Send(new byte[2], SocketFlags.None);
        d.Send(new byte[1], SocketFlags.OutOfBand);
        t.Join();
    }

    // One list in two places.
    static void Same(Action<List<Socket>> select)
    {
        (Socket a, Socket b) = Pair();
        (Socket c, Socket d) = Pair();
        a.Send(new byte[1]);
        Thread.Sleep(50);
        foreach (List<Socket> list in new[] { new List<Socket> { d, b }, new List<Socket> { b, d }, new List<Socket> { b } })
        {
            Outcome("the same list twice", () => select(list));
            Say("left: " + list.Count + (list.Count == 0 ? "" : ", the readable one: " + (list[0] == b)));
        }
    }

    static void Many()
    {
        var pairs = Enumerable.Range(0, 150).Select(_ => Pair()).ToList();
        Thread t = Go(() =>
        {
            var list = pairs.Select(p => p.A).ToList();
            Socket.Select(list, null, null, 20000);
            Say("none of 150: " + list.Count);
            list = pairs.Select(p => p.A).ToList();
            Socket.Select(list, null, null, -1);
            Say("one of 150: " + list.Count + ", the right one: " + (list[0] == pairs[77].A) + ", received " + list[0].Receive(new byte[9]));
        });
        Thread.Sleep(300);
        pairs[77].B.Send(new byte[3]);
        t.Join();
    }
}

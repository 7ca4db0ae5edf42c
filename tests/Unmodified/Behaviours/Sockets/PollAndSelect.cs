class PollAndSelect : Scenario
{
    public override int Run()
    {
        (Socket a, Socket b) = Pair();
        Say("nothing to read: " + a.Poll(30000, SelectMode.SelectRead));
        Say("can write: " + a.Poll(0, SelectMode.SelectWrite));
        Say("no error: " + a.Poll(0, SelectMode.SelectError));
        Thread t = Go(() => Say("to read: " + a.Poll(-1, SelectMode.SelectRead)));
        Settle();
        b.Send(new byte[1]);
        t.Join();
        Say("timespan: " + a.Poll(TimeSpan.FromSeconds(5), SelectMode.SelectRead) + ", available " + a.Available);
        a.Receive(new byte[1]);

        using Socket listener = Listen();
        var read = new List<Socket> { a, b, listener };
        var write = new List<Socket> { a };
        Socket.Select(read, write, null, 30000);
        Say("select: " + read.Count + " " + write.Count);
        read = new List<Socket> { a, b, listener };
        Socket.Select(read, null, null, 30000);
        Say("select, nothing: " + read.Count);
        t = Go(() =>
        {
            var list = new List<Socket> { a, b, listener };
            Socket.Select(list, null, null, 10000000);
            Say("select: " + list.Count + ", the right one: " + ReferenceEquals(list[0], b));
        });
        Settle();
        a.Send(new byte[1]);
        t.Join();
        Outcome("select on nothing", () => Socket.Select(null, null, null, 0));
        b.Close();
        Say("peer closed: " + a.Poll(5000000, SelectMode.SelectRead) + ", available " + a.Available);
        return 0;
    }
}

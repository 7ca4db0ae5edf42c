class Overloads : Scenario
{
    public override int Run()
    {
        (Socket a, Socket b) = Pair();
        Thread t = Go(() =>
        {
            var parts = new List<ArraySegment<byte>> { new ArraySegment<byte>(new byte[3]), new ArraySegment<byte>(new byte[10], 2, 4) };
            int n = b.Receive(parts);
            Say("segments: " + n + ": " + string.Join(" ", parts.SelectMany(p => p).Take(n)));
            Span<byte> span = stackalloc byte[4];
            n = b.Receive(span);
            Say("span: " + n + " " + span[0]);
            n = b.Receive(new byte[10], 2, 5, SocketFlags.Peek);
            Say("peek: " + n);
            n = b.Receive(new byte[10], SocketFlags.None);
            Say("flags: " + n);
            n = b.Receive(parts, SocketFlags.None, out SocketError error);
            Say("segments: " + n + " " + error);
            n = b.Receive(new Span<byte>(new byte[8]), SocketFlags.None, out error);
            Say("span with error: " + n + " " + error);
        });
        var said = new List<string>();
        Settle();
        said.Add("send segments: " + a.Send(new List<ArraySegment<byte>> { new ArraySegment<byte>(new byte[] { 1, 2, 3 }), new ArraySegment<byte>(new byte[] { 9, 4, 5, 9 }, 1, 2) }));
        Settle();
        said.Add("send span: " + a.Send(new ReadOnlySpan<byte>(new byte[] { 6 })));
        Settle();
        said.Add("send offset: " + a.Send(new byte[] { 0, 7, 8 }, 1, 2, SocketFlags.None));
        Settle();
        said.Add("send error: " + a.Send(new byte[5], 0, 5, SocketFlags.None, out SocketError sent) + " " + sent);
        Settle();
        a.Shutdown(SocketShutdown.Send);
        t.Join();
        said.ForEach(Say);
        return 0;
    }
}

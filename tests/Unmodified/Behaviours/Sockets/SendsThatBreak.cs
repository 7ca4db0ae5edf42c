/// <summary>A peer that goes away in the middle of a send, in each way to send: what is reported, and how much was sent.</summary>
class SendsThatBreak : Scenario
{
    static readonly byte[] s_big = new byte[50_000_000];

    public override int Run()
    {
        Break("array", a => (a.Send(s_big, 0, s_big.Length, SocketFlags.None, out SocketError error), error));
        Break("span", a => (a.Send(s_big.AsSpan(), SocketFlags.None, out SocketError error), error));
        Break("flags", a => (a.Send(s_big, 0, s_big.Length, SocketFlags.DontRoute, out SocketError error), error));
        Break("list", a => (a.Send(new List<ArraySegment<byte>> { new byte[9], s_big }, SocketFlags.None, out SocketError error), error));
        return 0;
    }

    static void Break(string label, Func<Socket, (int, SocketError)> send)
    {
        (Socket a, Socket b) = Pair();
        Thread t = Go(() =>
        {
            (int sent, SocketError error) = send(a);
            Say(label + ": " + sent + ", " + error);
        });
        Settle();
        b.LingerState = new LingerOption(true, 0);
        b.Dispose();
        t.Join();
        Outcome(label + ", again", () => a.Send(new byte[1]));
    }
}

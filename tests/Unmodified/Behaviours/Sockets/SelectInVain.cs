/// <summary>A Select whose time passes empties all of its lists, whichever they are.</summary>
class SelectInVain : Scenario
{
    public override int Run()
    {
        (Socket a, Socket b) = Pair();
        Outcome("filled", () =>
        {
            a.Blocking = false;
            byte[] buffer = new byte[1 << 16];
            while (a.Send(buffer, 0, buffer.Length, SocketFlags.None, out SocketError error) > 0 && error == SocketError.Success)
            {
            }
            a.Blocking = true;
        });
        Thread.Sleep(50);
        In("reads", new List<Socket> { a }, null, null);
        In("writes", null, new List<Socket> { a }, null);
        In("errors", null, null, new List<Socket> { a, b });
        In("all", new List<Socket> { a }, new List<Socket> { a }, new List<Socket> { a });
        return 0;
    }

    static void In(string label, List<Socket> read, List<Socket> write, List<Socket> error)
    {
        Outcome(label, () => Socket.Select(read, write, error, 20000));
        Say(label + ": " + Count(read) + " " + Count(write) + " " + Count(error));
    }

    static string Count(List<Socket> list)
    {
        return list == null ? "-" : list.Count.ToString();
    }
}

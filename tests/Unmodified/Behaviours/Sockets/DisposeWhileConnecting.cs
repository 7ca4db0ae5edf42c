class DisposeWhileConnecting : Scenario
{
    public override int Run()
    {
        // A listener whose backlog is full lets further connects hang.
        using var full = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        full.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        full.Listen(1);
        var fillers = new List<Socket>();
        for (int i = 0; i < 8; i++)
        {
            var filler = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
            try
            {
                filler.Connect(full.LocalEndPoint);
            }
            catch (SocketException)
            {
            }
            fillers.Add(filler);
        }
        Thread.Sleep(50);
        var s = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        Thread t = Go(() => Outcome("connect", () => s.Connect(full.LocalEndPoint)));
        Settle();
        s.Dispose();
        t.Join();
        fillers.ForEach(f => f.Dispose());
        return 0;
    }
}

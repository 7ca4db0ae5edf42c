class ShutdownOfDatagrams : Scenario
{
    public override int Run()
    {
        foreach (SocketShutdown how in new[] { SocketShutdown.Receive, SocketShutdown.Both })
        {
            Each("receive", how, (s, from) => s.Receive(new byte[9]).ToString());
            Each("receive into a list", how, (s, from) => s.Receive(new List<ArraySegment<byte>> { new byte[3], new byte[5] }).ToString());
            Each("receive from", how, (s, from) => s.ReceiveFrom(new byte[9], ref from) + " from " + from);
            Each("receive message", how, (s, from) =>
            {
                SocketFlags flags = SocketFlags.None;
                int n = s.ReceiveMessageFrom(new byte[9], 0, 9, ref flags, ref from, out IPPacketInformation packet);
                return n + " " + flags + " from " + from + " at " + packet.Address;
            });
        }

        int got = -1;
        var udp = new UdpClient(0, AddressFamily.InterNetwork);
        Thread t = Go(() =>
        {
            IPEndPoint from = null;
            got = udp.Receive(ref from).Length;
        });
        Settle();
        Outcome("shutdown of one that is not connected", () => udp.Client.Shutdown(SocketShutdown.Receive));
        t.Join();
        Say("udp client: " + got);

        string path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("n"));
        var unix = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        unix.Bind(new UnixDomainSocketEndPoint(path));
        t = Go(() => got = unix.Receive(new byte[9]));
        Settle();
        Outcome("shutdown of a unix socket", () => unix.Shutdown(SocketShutdown.Both));
        t.Join();
        Say("unix: " + got);
        File.Delete(path);
        return 0;
    }

    // Once while it waits, once after that, and once with something there.
    static void Each(string label, SocketShutdown how, Func<Socket, EndPoint, string> receive)
    {
        var peer = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        peer.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var s = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        s.Connect(peer.LocalEndPoint);
        Thread t = Go(() => Try());
        Thread.Sleep(60);
        s.Shutdown(how);
        t.Join();
        Try();
        s.ReceiveTimeout = 100;
        Try();
        peer.SendTo(new byte[3], s.LocalEndPoint);
        Try();

        void Try() => Outcome(label, () =>
            Say(label + " " + how + ": " + receive(s, new IPEndPoint(IPAddress.Parse("1.2.3.4"), 5)).Replace(":" + ((IPEndPoint)peer.LocalEndPoint).Port, ":peer")));
    }
}

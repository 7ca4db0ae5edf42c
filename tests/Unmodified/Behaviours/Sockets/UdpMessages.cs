class UdpMessages : Scenario
{
    public override int Run()
    {
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        server.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.PacketInformation, true);
        server.Bind(new IPEndPoint(IPAddress.Any, 0));
        int port = ((IPEndPoint)server.LocalEndPoint).Port;
        Thread t = Go(() =>
        {
            byte[] buffer = new byte[100];
            EndPoint from = new IPEndPoint(IPAddress.Any, 0);
            SocketFlags flags = SocketFlags.None;
            int n = server.ReceiveMessageFrom(buffer, 0, buffer.Length, ref flags, ref from, out IPPacketInformation info);
            Say("got " + n + ", flags " + flags + ", to " + info.Address);
            flags = SocketFlags.None;
            n = server.ReceiveMessageFrom(buffer.AsSpan(0, 2), ref flags, ref from, out info);
            Say("got " + n + ", flags " + flags);
        });
        Settle();
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        client.SendTo(new byte[7], new IPEndPoint(IPAddress.Loopback, port));
        client.SendTo(new byte[7], new IPEndPoint(IPAddress.Loopback, port));
        t.Join();
        using var udp = new UdpClient(0, AddressFamily.InterNetwork);
        IPEndPoint peer = null;
        Thread receiver = Go(() => Say("udp client got " + udp.Receive(ref peer).Length));
        Settle();
        client.SendTo(new byte[5], new IPEndPoint(IPAddress.Loopback, ((IPEndPoint)udp.Client.LocalEndPoint).Port));
        receiver.Join();
        return 0;
    }
}

class Udp : Scenario
{
    public override int Run()
    {
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        server.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Thread t = Go(() =>
        {
            byte[] buffer = new byte[100];
            for (int i = 0; i < 3; i++)
            {
                EndPoint from = new IPEndPoint(IPAddress.Any, 0);
                int n = server.ReceiveFrom(buffer, ref from);
                server.SendTo(buffer, n, SocketFlags.None, from);
            }
        });
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 5000 };
        client.SendTo(Encoding.ASCII.GetBytes("one"), server.LocalEndPoint);
        EndPoint peer = new IPEndPoint(IPAddress.Any, 0);
        byte[] reply = new byte[100];
        int got = client.ReceiveFrom(reply, ref peer);
        Say(Encoding.ASCII.GetString(reply, 0, got) + ", from the server: " + peer.Equals(server.LocalEndPoint));
        client.Connect(server.LocalEndPoint);
        client.Send(Encoding.ASCII.GetBytes("two"));
        Say(Encoding.ASCII.GetString(reply, 0, client.Receive(reply)));
        client.Send(Encoding.ASCII.GetBytes("too long"));
        Outcome("truncated", () => client.Receive(new byte[3]));
        t.Join();
        client.ReceiveTimeout = 50;
        Outcome("timeout", () => client.Receive(reply));
        using var nobody = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 5000 };
        nobody.Connect(IPAddress.Loopback, 1);
        nobody.Send(new byte[1]);
        Outcome("port unreachable", () => nobody.Receive(reply));
        return 0;
    }
}

class Ipv6 : Scenario
{
    public override int Run()
    {
        if (!Socket.OSSupportsIPv6)
        {
            Say("no IPv6 here");
            return 0;
        }
        Socket listener;
        try
        {
            listener = Listen(AddressFamily.InterNetworkV6);
        }
        catch (SocketException e)
        {
            Say("no IPv6 here: " + e.SocketErrorCode);
            return 0;
        }
        Thread t = Go(() =>
        {
            using Socket s = listener.Accept();
            Say("from loopback: " + ((IPEndPoint)s.RemoteEndPoint).Address);
            s.Send(new byte[4]);
        });
        using var client = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
        client.Connect(listener.LocalEndPoint);
        Say("got " + client.Receive(new byte[10]));
        t.Join();
        listener.Close();
        var dual = new Socket(SocketType.Stream, ProtocolType.Tcp);
        Say("dual mode: " + dual.DualMode);
        using Socket four = Listen();
        Thread accept = Go(() => four.Accept().Close());
        dual.Connect(IPAddress.Loopback, ((IPEndPoint)four.LocalEndPoint).Port);
        Say("connected: " + dual.Connected);
        accept.Join();
        return 0;
    }
}

class ConnectErrors : Scenario
{
    public override int Run()
    {
        Go(() =>
        {
            int free;
            using (Socket listener = Listen())
            {
                free = ((IPEndPoint)listener.LocalEndPoint).Port;
            }
            var s = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            Outcome("refused", () => s.Connect(IPAddress.Loopback, free));
            Outcome("refused by name", () => new TcpClient().Connect("localhost", free));
            Outcome("receive unconnected", () => s.Receive(new byte[1]));
            Outcome("send unconnected", () => s.Send(new byte[1]));
            Outcome("accept without listen", () => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp).Accept());
            using Socket open = Listen();
            s = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            s.Connect(open.LocalEndPoint);
            Outcome("connect twice", () => s.Connect(open.LocalEndPoint));
            Outcome("address in use", () => new TcpListener((IPEndPoint)open.LocalEndPoint).Start());
            Outcome("null buffer", () => s.Receive((byte[])null));
            Outcome("bad offset", () => s.Receive(new byte[5], 3, 3, SocketFlags.None));
            Say("receive into nothing: " + Receive0(s, open));
        }).Join();
        return 0;
    }

    static int Receive0(Socket s, Socket listener)
    {
        Socket peer = listener.Accept();
        peer.Send(new byte[1]);
        return s.Receive(new byte[0]);
    }
}

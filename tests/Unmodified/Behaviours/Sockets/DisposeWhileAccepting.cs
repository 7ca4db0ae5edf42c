class DisposeWhileAccepting : Scenario
{
    public override int Run()
    {
        Socket listener = Listen();
        Thread t = Go(() => Outcome("accept", () => listener.Accept()));
        Settle();
        listener.Dispose();
        t.Join();
        Outcome("accept afterwards", () => listener.Accept());

        var tcp = new TcpListener(IPAddress.Loopback, 0);
        tcp.Start();
        t = Go(() => Outcome("tcp listener", () => tcp.AcceptTcpClient()));
        Settle();
        tcp.Stop();
        t.Join();
        Outcome("stopped listener", () => tcp.AcceptTcpClient());
        return 0;
    }
}

class UnixSockets : Scenario
{
    public override int Run()
    {
        string path = Path.Combine(Path.GetTempPath(), "behaviours-" + Environment.ProcessId + ".sock");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(5);
        Thread t = Go(() =>
        {
            using Socket s = listener.Accept();
            byte[] buffer = new byte[10];
            int n;
            while ((n = s.Receive(buffer)) > 0)
            {
                s.Send(buffer, n, SocketFlags.None);
            }
        });
        using (var s = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            s.Connect(new UnixDomainSocketEndPoint(path));
            s.Send(Encoding.ASCII.GetBytes("hello"));
            byte[] reply = new byte[5];
            Say("got " + s.Receive(reply) + ": " + Encoding.ASCII.GetString(reply));
        }
        t.Join();
        listener.Close();
        File.Delete(path);
        using var late = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        Outcome("connect to nothing", () => late.Connect(new UnixDomainSocketEndPoint(path)));
        return 0;
    }
}

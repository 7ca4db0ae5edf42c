using System.Diagnostics;

class UnixConnectTimeouts : Scenario
{
    public override int Run()
    {
        string path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("n"));
        var address = new UnixDomainSocketEndPoint(path);
        Socket listener = New();
        listener.Bind(address);
        listener.Listen(1);
        Socket[] filling = { New(), New() };
        foreach (Socket s in filling)
        {
            s.Connect(address);
        }

        Socket late = New();
        late.SendTimeout = 200;
        for (int i = 0; i < 2; i++)
        {
            var watch = Stopwatch.StartNew();
            Outcome("connect to a full backlog", () => late.Connect(address));
            Say("in time: " + (watch.ElapsedMilliseconds is >= 150 and < 1500) + ", connected: " + late.Connected);
        }

        late.SendTimeout = 20000;
        Thread t = Go(() => Outcome("connect while there is room again", () => late.Connect(address)));
        Settle();
        listener.Accept().Dispose();
        t.Join();
        Say("connected: " + late.Connected);

        Socket patient = New();
        t = Go(() => Outcome("connect without a limit", () => patient.Connect(address)));
        Settle();
        listener.Accept().Dispose();
        t.Join();
        File.Delete(path);
        return 0;
    }

    static Socket New() => new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
}

/// <summary>A socket whose connect failed, what it is then, and whether it can connect elsewhere.</summary>
class ConnectAgain : Scenario
{
    public override int Run()
    {
        int free;
        using (Socket gone = Listen())
        {
            free = ((IPEndPoint)gone.LocalEndPoint).Port;
        }

        Again("plain", free, s => { });
        Again("options", free, s => (s.SendTimeout, s.NoDelay) = (12000, true));
        Again("bound", free, s => s.Bind(new IPEndPoint(IPAddress.Loopback, 0)));
        Again("handle shown", free, s => GC.KeepAlive(s.Handle));
        return 0;
    }

    static void Again(string label, int free, Action<Socket> prepare)
    {
        using Socket listener = Listen();
        using var s = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        prepare(s);
        Outcome(label + ", refused", () => s.Connect(IPAddress.Loopback, free));
        Outcome(label + ", again", () => s.Connect(IPAddress.Loopback, free));
        Outcome(label + ", elsewhere", () => s.Connect(listener.LocalEndPoint));
        Say(label + ": " + s.Connected + ", " + s.SendTimeout + ", " + s.NoDelay);
    }
}

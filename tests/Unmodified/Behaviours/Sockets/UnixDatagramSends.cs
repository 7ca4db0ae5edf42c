using System.Diagnostics;

/// <summary>Datagrams to a Unix domain socket that is full, as of a logger whose daemon is slow: the sender waits for room there, without burning the processor.</summary>
class UnixDatagramSends : Scenario
{
    readonly string _folder = Directory.CreateTempSubdirectory("datagrams").FullName;

    public override int Run()
    {
        using (Socket full = Bind("full"))
        using (Socket other = Bind("other"))
        using (Socket filler = New())
        using (Socket sender = New())
        {
            Fill(filler, full);
            Fill(filler, other);
            Wait("not connected", sender, other);
            Fill(filler, other);
            sender.Connect(full.LocalEndPoint);
            Wait("connected to another that is full", sender, other);
            Fill(filler, other);
            sender.SendTimeout = 50;
            Outcome("with a time limit", () => sender.SendTo(new byte[100], other.LocalEndPoint));
        }
        Directory.Delete(_folder, recursive: true);
        return 0;
    }

    static void Wait(string label, Socket sender, Socket to)
    {
        bool sent = false;
        Thread t = Go(() =>
        {
            sender.SendTo(new byte[100], to.LocalEndPoint);
            Volatile.Write(ref sent, true);
        });
        Settle();
        TimeSpan cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var time = Stopwatch.StartNew();
        Thread.Sleep(400);
        cpu = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        Say(label + ": sent early " + Volatile.Read(ref sent) + ", burnt the processor " + (cpu > time.Elapsed / 2));
        byte[] buffer = new byte[1000];
        for (int i = 0; i < 3; i++)
        {
            to.Receive(buffer);
        }
        t.Join();
        Say(label + ": sent " + sent);
    }

    static void Fill(Socket filler, Socket receiver)
    {
        filler.Blocking = false;
        try
        {
            while (true)
            {
                filler.SendTo(new byte[100], receiver.LocalEndPoint);
            }
        }
        catch (SocketException)
        {
        }
    }

    static Socket New()
    {
        return new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    }

    Socket Bind(string name)
    {
        Socket socket = New();
        socket.Bind(new UnixDomainSocketEndPoint(Path.Combine(_folder, name)));
        return socket;
    }
}

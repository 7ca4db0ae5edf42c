/// <summary>Who receives no bytes at all waits until there are some, and leaves them.</summary>
class ReceiveNothing : Scenario
{
    static readonly byte[] s_nothing = new byte[0];

    public override int Run()
    {
        Go(() =>
        {
            (Socket a, Socket b) = Pair();
            Streams(a, b);
            (a, b) = Pair();
            Exchange(a, b);
            Thread t = Go(() => Outcome("disposed meanwhile", () => a.Receive(s_nothing)));
            Settle();
            a.Dispose();
            t.Join();
            (a, b) = Pair();
            Exchange(a, b);
            t = Go(() => Outcome("reset meanwhile", () => a.Receive(s_nothing)));
            Settle();
            b.LingerState = new LingerOption(true, 0);
            b.Close();
            t.Join();
            Datagrams();
            UnixStreams();
        }).Join();
        return 0;
    }

    static void Exchange(Socket a, Socket b)
    {
        b.Send(new byte[3]);
        Say("received: " + a.Receive(new byte[10]));
    }

    static void Streams(Socket a, Socket b)
    {
        Exchange(a, b);
        Thread t = Go(() =>
        {
            Say("nothing: " + a.Receive(s_nothing));
            Say("then: " + a.Receive(new byte[10]));
        });
        Settle();
        Say("waits until something is sent");
        b.Send(new byte[5]);
        t.Join();
        a.ReceiveTimeout = 100;
        Outcome("nothing, in time", () => a.Receive(s_nothing));
        a.ReceiveTimeout = 0;
        b.Send(new byte[2]);
        Say("nothing: " + a.Receive(s_nothing) + " " + a.Receive(s_nothing));
        Say("still there: " + a.Available);
        Say("a byte at a time: " + a.Receive(new byte[1]) + " " + a.Receive(s_nothing) + " " + a.Receive(new byte[1]));
        using (var stream = new NetworkStream(a))
        {
            b.Send(new byte[4]);
            Say("through a stream: " + stream.Read(s_nothing, 0, 0) + " " + stream.Read(new byte[10], 0, 10));
        }
        b.Shutdown(SocketShutdown.Send);
        Say("at the end: " + a.Receive(s_nothing) + " " + a.Receive(new byte[10]) + " " + a.Receive(s_nothing));
    }

    static void Datagrams()
    {
        using (var to = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp))
        using (var from = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp))
        {
            to.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            from.Connect(to.LocalEndPoint);
            for (int i = 1; i <= 3; i++)
            {
                from.Send(new byte[i]);
            }
            Say("a datagram: " + to.Receive(new byte[10]));
            Outcome("nothing of the next", () => Say("got " + to.Receive(s_nothing)));
            Say("the third: " + to.Receive(new byte[10]));
        }
    }

    static void UnixStreams()
    {
        string path = Path.Combine(Path.GetTempPath(), "receive-nothing-" + Environment.ProcessId);
        using (var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        using (var b = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            listener.Bind(new UnixDomainSocketEndPoint(path));
            listener.Listen(1);
            b.Connect(new UnixDomainSocketEndPoint(path));
            using (Socket a = listener.Accept())
            {
                Exchange(a, b);
                Thread t = Go(() => Say("nothing: " + a.Receive(s_nothing) + ", then: " + a.Receive(new byte[10])));
                Settle();
                b.Send(new byte[6]);
                t.Join();
            }
        }
        File.Delete(path);
    }
}

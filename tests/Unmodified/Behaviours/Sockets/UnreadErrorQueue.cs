using System.Diagnostics;

/// <summary>A socket with something in its error queue that nobody reads: a receive on it waits as any other, and what comes is received.</summary>
class UnreadErrorQueue : Scenario
{
    public override int Run()
    {
        var peer = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        peer.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        EndPoint address = peer.LocalEndPoint;
        peer.Dispose();

        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.SetRawSocketOption(0, 11, new byte[] { 1, 0, 0, 0 }); // IPPROTO_IP, IP_RECVERR
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Connect(address);
        socket.Send(new byte[1]);
        Settle();
        Outcome("sent to nobody", () => socket.Receive(new byte[9]));

        socket.ReceiveTimeout = 100;
        Outcome("nothing comes", () => socket.Receive(new byte[9]));
        socket.ReceiveTimeout = 0;

        int got = 0;
        long at = 0;
        Thread reader = Go(() =>
        {
            got = socket.Receive(new byte[9]);
            at = Stopwatch.GetTimestamp();
        });
        Settle();
        TimeSpan before = Environment.CpuUsage.TotalTime;
        Thread.Sleep(1000);
        TimeSpan used = Environment.CpuUsage.TotalTime - before;
        Say("busy while it waits: " + (used.TotalMilliseconds > 250));

        peer = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        peer.Bind(address);
        long sent = Stopwatch.GetTimestamp();
        peer.SendTo(new byte[5], socket.LocalEndPoint);
        reader.Join();
        Say("received " + got + ", soon: " + (Stopwatch.GetElapsedTime(sent, at).TotalMilliseconds < 100));
        Sends();
        return 0;
    }

    // Of what waits again and again, and gets on each time, only waits in vain count.
    static void Sends()
    {
        var data = new byte[60000];
        var list = Enumerable.Repeat(new ArraySegment<byte>(data), 100).ToList();
        string path = Path.GetTempFileName();
        File.WriteAllBytes(path, new byte[100 * data.Length]);
        Send("one", socket => socket.Send(new byte[100 * data.Length]));
        Send("a list", socket => socket.Send(list));
        Send("a file", socket => socket.SendFile(path));
        File.Delete(path);
    }

    static void Send(string what, Action<Socket> send)
    {
        (Socket a, Socket b) = Pair();
        a.SetRawSocketOption(1, 37, new byte[] { 1 << 1 | 1 << 4, 8, 0, 0 }); // SOL_SOCKET, SO_TIMESTAMPING: TX_SOFTWARE, SOFTWARE, OPT_TSONLY
        a.SendBufferSize = 65536;
        long received = 0;
        Thread reader = Go(() =>
        {
            var buffer = new byte[100000];
            for (int n; (n = b.Receive(buffer)) > 0;)
            {
                received += n;
            }
        });
        a.Send(new byte[1]);
        Settle();
        var watch = Stopwatch.StartNew();
        send(a);
        long took = watch.ElapsedMilliseconds;
        a.Shutdown(SocketShutdown.Both);
        reader.Join();
        Say(what + ": " + received + " bytes, soon: " + (took < 150));
        a.Dispose();
        b.Dispose();
    }
}

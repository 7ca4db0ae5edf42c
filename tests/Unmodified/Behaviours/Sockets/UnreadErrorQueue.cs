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
        return 0;
    }
}

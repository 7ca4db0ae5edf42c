/// <summary>Many wait for the same socket: what comes wakes as many as it is for, and nobody is forgotten.</summary>
class CrowdsOnOneSocket : Scenario
{
    public override int Run()
    {
        Datagrams();
        Connections();
        Beside();
        Timeouts();
        Cost();
        return 0;
    }

    // As many datagrams at once as there are readers, each of which takes one.
    static void Datagrams()
    {
        using Socket socket = Udp();
        int got = 0;
        var readers = Enumerable.Range(0, 40).Select(_ => Go(() => Interlocked.Add(ref got, socket.Receive(new byte[9])))).ToList();
        Settle();
        for (int i = 0; i < 40; i++)
        {
            socket.SendTo(new byte[3], socket.LocalEndPoint);
        }
        readers.ForEach(t => t.Join());
        Say("datagrams: " + got);
    }

    static void Connections()
    {
        using Socket listener = Listen();
        int got = 0;
        var acceptors = Enumerable.Range(0, 60).Select(_ => Go(() =>
        {
            listener.Accept().Dispose();
            Interlocked.Increment(ref got);
        })).ToList();
        Settle();
        for (int i = 0; i < 60; i++)
        {
            Connect(listener);
        }
        acceptors.ForEach(t => t.Join());
        Say("connections: " + got);
    }

    // Who only looks, peeks, or waits for something without receiving it. (The reader is the first: the kernel wakes one of those who receive a datagram.)
    static void Beside()
    {
        using Socket socket = Udp();
        var threads = new List<Thread>();
        int looked = 0, peeked = 0, got = 0;
        Thread reader = Go(() => got = socket.Receive(new byte[9]));
        Settle();
        for (int i = 0; i < 3; i++)
        {
            threads.Add(Go(() => Interlocked.Add(ref looked, socket.Poll(-1, SelectMode.SelectRead) ? 1 : 0)));
            threads.Add(Go(() => Interlocked.Add(ref peeked, socket.Receive(new byte[9], SocketFlags.Peek))));
        }
        Settle();
        socket.SendTo(new byte[4], socket.LocalEndPoint);
        reader.Join();
        for (int i = 0; i < 3; i++)
        {
            // For those who came too late for the first.
            socket.SendTo(new byte[4], socket.LocalEndPoint);
        }
        threads.ForEach(t => t.Join());
        Say("looked " + looked + ", peeked " + peeked + ", got " + got);

        (Socket a, Socket b) = Pair();
        int nothing = 0;
        threads = Enumerable.Range(0, 3).Select(_ => Go(() =>
        {
            a.Receive(new byte[0]);
            Interlocked.Increment(ref nothing);
        })).ToList();
        Settle();
        b.Send(new byte[7]);
        threads.ForEach(t => t.Join());
        Say("waited for something " + nothing + ", received " + a.Receive(new byte[9]));
        a.Dispose();
        b.Dispose();
    }

    // The first one's time passes at the moment when the datagram comes: then the second has it.
    static void Timeouts()
    {
        using Socket socket = Udp();
        socket.ReceiveTimeout = 60;
        int got = 0;
        for (int i = 0; i < 10; i++)
        {
            Thread first = Go(() => Receive(socket, ref got));
            Thread.Sleep(20);
            Thread second = Go(() => Receive(socket, ref got));
            Thread.Sleep(36 + (i % 5));
            socket.SendTo(new byte[1], socket.LocalEndPoint);
            first.Join();
            second.Join();
        }
        Say("at the last moment: " + got);
    }

    // Connections one by one to a listener with many acceptors: one of them is woken for each, not all.
    static void Cost()
    {
        using Socket listener = Listen();
        for (int i = 0; i < 500; i++)
        {
            new Thread(
                () =>
                {
                    try
                    {
                        while (true)
                        {
                            listener.Accept().Dispose();
                        }
                    }
                    catch (Exception e) when (e is SocketException || e is ObjectDisposedException)
                    {
                    }
                },
                128 * 1024).Start();
        }
        Settle();
        Connect(listener);
        TimeSpan before = Environment.CpuUsage.TotalTime;
        for (int i = 0; i < 200; i++)
        {
            Connect(listener);
        }
        TimeSpan used = Environment.CpuUsage.TotalTime - before;
        Say("much for a connection: " + (used.TotalMilliseconds > 200));
    }

    static void Receive(Socket socket, ref int got)
    {
        try
        {
            Interlocked.Add(ref got, socket.Receive(new byte[9]));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.TimedOut)
        {
        }
    }

    static void Connect(Socket listener)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(listener.LocalEndPoint);
        socket.Receive(new byte[1]);
    }

    static Socket Udp()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }
}

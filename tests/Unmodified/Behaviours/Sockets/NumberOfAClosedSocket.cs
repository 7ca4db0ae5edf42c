using System.Diagnostics;

/// <summary>A thread closes a socket that another waits for; who waits for the next socket of that number does not hear of it.</summary>
class NumberOfAClosedSocket : Scenario
{
    public override int Run()
    {
        for (int i = 0; i < 3; i++)
        {
            Round();
        }
        return 0;
    }

    static void Round()
    {
        (Socket closing, Socket x) = Pair();
        (Socket selected, Socket toSelected) = Pair();
        (Socket first, Socket toFirst) = Pair();
        (Socket last, Socket toLast) = Pair();
        nint number = closing.Handle;
        byte[] one = new byte[1];
        int mayClose = 0, isClosed = 0;
        string outcome = "";
        Task closer = Task.Run(() =>
        {
            while (Volatile.Read(ref mayClose) == 0)
            {
            }
            closing.Dispose();
            Volatile.Write(ref isClosed, 1);
        });

        // Waits for the socket that is closed, but is woken by the other one first, so that the close need not wait for it.
        Thread selecting = Go(() =>
        {
            try
            {
                Socket.Select(new List<Socket> { selected, closing }, null, null, -1);
            }
            catch (ObjectDisposedException)
            {
            }
        });
        Thread busy = Go(() =>
        {
            first.Receive(new byte[1]);
            Volatile.Write(ref mayClose, 1);
            Spin(4, () => false);
        });
        Thread next = Go(() =>
        {
            last.Receive(new byte[1]);
            Spin(12, () => Volatile.Read(ref isClosed) != 0);
            var others = new List<Socket>();
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            while (socket.Handle != number && others.Count < 50)
            {
                others.Add(socket);
                socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            }
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            socket.ReceiveTimeout = 200;
            try
            {
                socket.Receive(new byte[1]);
            }
            catch (SocketException e)
            {
                outcome = Describe(e);
            }
            socket.Dispose();
            others.ForEach(s => s.Dispose());
        });
        Settle();
        Task sender = Task.Run(() =>
        {
            toLast.Send(one);
            toSelected.Send(one);
            toFirst.Send(one);
        });
        Spin(10, () => sender.IsCompleted);
        Spin(1, () => false);
        selecting.Join();
        busy.Join();
        next.Join();
        closer.Wait();
        Say("the next of that number: " + outcome);
        foreach (Socket socket in new[] { x, selected, toSelected, first, toFirst, last, toLast })
        {
            socket.Dispose();
        }
    }

    static void Spin(double milliseconds, Func<bool> until)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start).TotalMilliseconds < milliseconds && !until())
        {
        }
    }
}

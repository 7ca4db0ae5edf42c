class LingerWhileOthersWork : Scenario
{
    // Closing a socket that lingers waits until the peer has taken everything; others work, and then the peer does.
    public override int Run()
    {
        (Socket a, Socket b) = Pair();
        a.LingerState = new LingerOption(true, 30);
        Close("set", a, b);

        // SOL_SOCKET and SO_LINGER of Linux, and its struct linger.
        (a, b) = Pair();
        a.SetRawSocketOption(1, 13, new byte[] { 1, 0, 0, 0, 30, 0, 0, 0 });
        Close("set by its number", a, b);

        using (Socket listener = Listen())
        {
            listener.LingerState = new LingerOption(true, 30);
            b = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            b.Connect(listener.LocalEndPoint);
            Close("had from the listener", listener.Accept(), b);
        }
        return 0;
    }

    static void Close(string label, Socket a, Socket b)
    {
        a.Blocking = false;
        byte[] data = new byte[100000];
        long sent = 0;
        try
        {
            while (true)
            {
                sent += a.Send(data);
            }
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.WouldBlock)
        {
        }
        a.Blocking = true;
        bool closed = false;
        Thread closer = Go(() =>
        {
            a.Dispose();
            closed = true;
        });
        Settle();
        for (int i = 0; i < 10; i++)
        {
            Thread.Sleep(1);
        }
        Say(label + ", closed early: " + closed);
        long got = 0;
        int count;
        while ((count = b.Receive(data)) > 0)
        {
            got += count;
        }
        closer.Join();
        Say(label + ", all came: " + (got == sent) + ", closed: " + closed);
    }
}

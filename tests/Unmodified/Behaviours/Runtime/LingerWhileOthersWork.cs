class LingerWhileOthersWork : Scenario
{
    // Closing a socket that lingers waits until the peer has taken everything; others work, and then the peer does.
    public override int Run()
    {
        (Socket a, Socket b) = Pair();
        a.LingerState = new LingerOption(true, 30);
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
        Say("closed early: " + closed);
        long got = 0;
        int count;
        while ((count = b.Receive(data)) > 0)
        {
            got += count;
        }
        closer.Join();
        Say("all came: " + (got == sent) + ", closed: " + closed);
        return 0;
    }
}

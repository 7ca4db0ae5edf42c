class BigTransfers : Scenario
{
    public override int Run()
    {
        (Socket a, Socket b) = Pair();
        byte[] data = new byte[8 << 20];
        new Random(7).NextBytes(data);
        Thread sender = Go(() =>
        {
            Say("sent: " + a.Send(data));
            a.Shutdown(SocketShutdown.Send);
        });
        var all = new MemoryStream();
        Thread reader = Go(() =>
        {
            byte[] buffer = new byte[100000];
            int n, reads = 0;
            while ((n = b.Receive(buffer)) > 0)
            {
                all.Write(buffer, 0, n);
                if (++reads % 20 == 0)
                {
                    Thread.Sleep(2);
                }
            }
        });
        sender.Join();
        reader.Join();
        Say("received: " + all.Length + ", the same: " + all.ToArray().AsSpan().SequenceEqual(data));
        return 0;
    }
}

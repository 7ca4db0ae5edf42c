class TwoReaders : Scenario
{
    // Two threads read one socket: every byte goes to exactly one of them, and both see the end.
    public override int Run()
    {
        (Socket a, Socket b) = Pair();
        int bytes = 0, ends = 0;
        var readers = Enumerable.Range(0, 2).Select(_ => Go(() =>
        {
            byte[] buffer = new byte[16];
            int n;
            while ((n = a.Receive(buffer)) > 0)
            {
                Interlocked.Add(ref bytes, n);
            }
            Interlocked.Increment(ref ends);
        })).ToList();
        Settle();
        for (int i = 0; i < 50; i++)
        {
            b.Send(new byte[10]);
            Thread.Sleep(1);
        }
        b.Shutdown(SocketShutdown.Send);
        readers.ForEach(t => t.Join());
        Say("bytes " + bytes + ", ends " + ends);
        return 0;
    }
}

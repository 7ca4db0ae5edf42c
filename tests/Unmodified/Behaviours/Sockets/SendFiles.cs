class SendFiles : Scenario
{
    public override int Run()
    {
        string path = Path.GetTempFileName();
        byte[] data = new byte[3 << 20];
        new Random(5).NextBytes(data);
        File.WriteAllBytes(path, data);
        (Socket a, Socket b) = Pair();
        Thread t = Go(() =>
        {
            a.SendFile(path);
            a.SendFile(null, new byte[] { 1 }, new byte[] { 2, 3 }, TransmitFileOptions.UseDefaultWorkerThread);
            a.Shutdown(SocketShutdown.Send);
        });
        var all = new MemoryStream();
        byte[] buffer = new byte[70000];
        int n;
        while ((n = b.Receive(buffer)) > 0)
        {
            all.Write(buffer, 0, n);
        }
        t.Join();
        Say("received " + all.Length + ", the same: " + all.ToArray().AsSpan(0, data.Length).SequenceEqual(data));
        (Socket c, Socket d) = Pair();
        t = Go(() =>
        {
            Settle();
            d.Close(0);
        });
        using (FileStream file = File.OpenWrite(path))
        {
            file.SetLength(50_000_000);
        }
        Outcome("to a peer that resets", () => c.SendFile(path));
        t.Join();
        File.Delete(path);
        Outcome("no such file", () => Pair().A.SendFile("/nonexistent/file"));
        return 0;
    }
}

class BigTransfersBothWays : Scenario
{
    // Each side writes and reads on threads of its own: neither may wait for the other's turn.
    public override int Run()
    {
        (Socket a, Socket b) = Pair();
        var results = new string[2];
        var threads = new List<Thread>();
        foreach ((Socket s, int i) in new[] { (a, 0), (b, 1) })
        {
            threads.Add(Go(() =>
            {
                byte[] data = new byte[3 << 20];
                Array.Fill(data, (byte)(i + 1));
                using var stream = new NetworkStream(s);
                stream.Write(data, 0, data.Length);
                s.Shutdown(SocketShutdown.Send);
            }));
            threads.Add(Go(() =>
            {
                byte[] buffer = new byte[65536];
                long count = 0, sum = 0;
                int n;
                while ((n = s.Receive(buffer)) > 0)
                {
                    count += n;
                    for (int k = 0; k < n; k++)
                    {
                        sum += buffer[k];
                    }
                }
                results[i] = count + " bytes, sum " + sum;
            }));
        }
        threads.ForEach(t => t.Join());
        Say(results[0]);
        Say(results[1]);
        return 0;
    }
}

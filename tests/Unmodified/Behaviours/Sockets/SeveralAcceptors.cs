class SeveralAcceptors : Scenario
{
    public override int Run()
    {
        using Socket listener = Listen();
        int accepted = 0;
        var acceptors = Enumerable.Range(0, 4).Select(_ => Go(() =>
        {
            while (true)
            {
                try
                {
                    listener.Accept().Dispose();
                    Interlocked.Increment(ref accepted);
                }
                catch (Exception e) when (e is SocketException || e is ObjectDisposedException)
                {
                    return;
                }
            }
        })).ToList();
        for (int i = 0; i < 30; i++)
        {
            using var s = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            s.Connect(listener.LocalEndPoint);
            s.Receive(new byte[1]);
        }
        listener.Dispose();
        acceptors.ForEach(t => t.Join());
        Say("accepted: " + accepted);
        return 0;
    }
}

class EchoThreads : Scenario
{
    public override int Run()
    {
        using Socket listener = Listen();
        Thread acceptor = Go(() =>
        {
            for (int i = 0; i < 20; i++)
            {
                Socket s = listener.Accept();
                Go(() =>
                {
                    byte[] buffer = new byte[100];
                    int n;
                    while ((n = s.Receive(buffer)) > 0)
                    {
                        s.Send(buffer, n, SocketFlags.None);
                    }
                    s.Close();
                });
            }
        });
        int right = 0;
        var clients = Enumerable.Range(0, 20).Select(i => Go(() =>
        {
            using var s = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            s.Connect(listener.LocalEndPoint);
            for (int k = 0; k < 30; k++)
            {
                byte[] message = Encoding.ASCII.GetBytes("client " + i + " message " + k);
                s.Send(message);
                byte[] reply = new byte[message.Length];
                for (int have = 0; have < reply.Length; have += s.Receive(reply, have, reply.Length - have, SocketFlags.None))
                {
                }
                if (reply.SequenceEqual(message))
                {
                    Interlocked.Increment(ref right);
                }
            }
        })).ToList();
        clients.ForEach(t => t.Join());
        acceptor.Join();
        Say("right: " + right);
        return 0;
    }
}

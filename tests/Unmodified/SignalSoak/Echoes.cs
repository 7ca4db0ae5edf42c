using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;

// Half of the connections' threads say something, the other half say it again.
sealed class Echoes
{
    readonly Thread[] threads;
    readonly TcpListener listener = new TcpListener(IPAddress.Loopback, 0);
    long turns;
    int wrong;
    volatile bool stop;

    public Echoes(int count)
    {
        listener.Start(count);
        threads = new Thread[count];
        for (int i = 0; i < count / 2; i++)
        {
            int me = i;
            var client = new TcpClient { NoDelay = true };
            client.Connect((IPEndPoint)listener.LocalEndpoint);
            TcpClient server = listener.AcceptTcpClient();
            server.NoDelay = true;
            threads[2 * i] = new Thread(() => Repeat(server));
            threads[2 * i + 1] = new Thread(() => Speak(client, me));
            threads[2 * i].Start();
            threads[2 * i + 1].Start();
        }
        listener.Stop();
    }

    public long Turns => Interlocked.Read(ref turns);

    public int Wrong => wrong;

    public void Stop()
    {
        stop = true;
        foreach (Thread thread in threads)
        {
            thread?.Join();
        }
    }

    void Speak(TcpClient client, int me)
    {
        using (client)
        {
            var random = new Random(me);
            byte[] said = new byte[64], heard = new byte[64];
            while (!stop)
            {
                random.NextBytes(said);
                client.GetStream().Write(said);
                client.GetStream().ReadExactly(heard);
                if (!said.AsSpan().SequenceEqual(heard))
                {
                    Interlocked.Increment(ref wrong);
                }
                Interlocked.Increment(ref turns);
                Thread.Sleep(random.Next(20));
            }
        }
    }

    static void Repeat(TcpClient server)
    {
        using (server)
        {
            byte[] buffer = new byte[64];
            for (int count; (count = server.GetStream().Read(buffer)) > 0;)
            {
                server.GetStream().Write(buffer, 0, count);
            }
        }
    }
}

/// <summary>Sixty connections that are all busy at once, with short and long messages, and that end in different ways.</summary>
class BusyStreams : Scenario
{
    const int Connections = 60, Messages = 40;
    const byte Goodbye = 255;

    static readonly int[] s_lengths = { 1, 64, 700, 2047, 2048, 2049, 4096, 9000, 70000 };

    public override int Run()
    {
        string[] clients = new string[Connections], servers = new string[Connections];
        var start = new ManualResetEvent(false);
        var threads = new List<Thread>();
        for (int i = 0; i < Connections; i++)
        {
            int number = i;
            (Socket client, Socket server) = Pair();
            threads.Add(Go(() =>
            {
                start.WaitOne();
                clients[number] = Talk(number, client) + ", " + End(number, client);
                client.Dispose();
            }));
            threads.Add(Go(() => servers[number] = Serve(number, server)));
        }
        start.Set();
        threads.ForEach(t => t.Join());
        for (int i = 0; i < Connections; i++)
        {
            Say(i + ": " + clients[i] + "; server " + servers[i]);
        }
        return 0;
    }

    static string Talk(int number, Socket socket)
    {
        long bytes = 0;
        for (int i = 0; i < Messages; i++)
        {
            byte[] message = Message(number, i);
            socket.Send(message);
            byte[] answer = new byte[message.Length];
            for (int have = 0; have < answer.Length;)
            {
                have += socket.Receive(answer, have, answer.Length - have, SocketFlags.None);
            }
            if (!answer.SequenceEqual(message))
            {
                return "another answer to message " + i;
            }
            bytes += answer.Length;
        }
        return bytes + " bytes";
    }

    static byte[] Message(int number, int index)
    {
        byte[] message = new byte[s_lengths[(number * 7 + index * 5) % s_lengths.Length]];
        for (int i = 0; i < message.Length; i++)
        {
            message[i] = (byte)((number + index * 3 + i * 7) % Goodbye);
        }
        return message;
    }

    static string End(int number, Socket socket)
    {
        switch (number % 6)
        {
            case 0:
                socket.Shutdown(SocketShutdown.Send);
                return "end of stream: " + socket.Receive(new byte[10]);
            case 1:
                socket.LingerState = new LingerOption(true, 0);
                return "reset";
            case 2:
                socket.ReceiveTimeout = 50;
                return "in time: " + Error(() => socket.Receive(new byte[10]));
            case 3:
                Go(() =>
                {
                    Settle();
                    socket.Dispose();
                });
                return "disposed: " + Error(() => socket.Receive(new byte[10]));
            case 4:
                socket.Send(new[] { Goodbye });
                return "sends until " + Error(() =>
                {
                    while (true)
                    {
                        socket.Send(new byte[100]);
                    }
                });
            default:
                for (int i = 0; i < 20; i++)
                {
                    socket.Send(new byte[500]);
                }
                socket.Shutdown(SocketShutdown.Send);
                int all = 0;
                for (int n; (n = socket.Receive(new byte[333])) > 0;)
                {
                    all += n;
                }
                return "after the end: " + all;
        }
    }

    static string Serve(int number, Socket socket)
    {
        byte[] buffer = new byte[number % 2 == 0 ? 16384 : 1000];
        using (socket)
        {
            return Error(() =>
            {
                int n;
                while ((n = socket.Receive(buffer)) > 0 && buffer[0] != Goodbye)
                {
                    socket.Send(buffer, 0, n, SocketFlags.None);
                }
            });
        }
    }

    // Whether a broken connection is told as a reset or as a broken pipe is a matter of time.
    static string Error(Action action)
    {
        try
        {
            action();
            return "no error";
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown)
        {
            return "broken";
        }
        catch (Exception e)
        {
            return Describe(e);
        }
    }
}

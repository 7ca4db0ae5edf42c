using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

/// <summary>One connection from its listener to its end.</summary>
static class Connection
{
    // 4 bytes of length, then the body; the answer is the body, each byte plus one.
    const int MaxBody = 40000;

    public static void Run(Plan plan, Totals totals)
    {
        try
        {
            (Socket client, Socket server) = Connect(plan);
            using (client)
            using (server)
            {
                Converse(plan, totals, client, server);
            }
        }
        catch (Exception e)
        {
            totals.Error(plan, e.ToString());
        }
    }

    static (Socket, Socket) Connect(Plan plan)
    {
        string path = null;
        using var listener = new Socket(
            plan.IsUnix ? AddressFamily.Unix : AddressFamily.InterNetwork, SocketType.Stream, plan.IsUnix ? ProtocolType.Unspecified : ProtocolType.Tcp);
        EndPoint where = new IPEndPoint(IPAddress.Loopback, 0);
        if (plan.IsUnix)
        {
            path = Path.Combine(Path.GetTempPath(), "torture-" + Environment.ProcessId + "-" + plan.Number);
            where = new UnixDomainSocketEndPoint(path);
        }
        listener.Bind(where);
        listener.Listen(1);
        var client = new Socket(listener.AddressFamily, SocketType.Stream, listener.ProtocolType);
        Socket server = null;
        var acceptor = new Thread(() => server = listener.Accept());
        acceptor.Start();
        client.Connect(listener.LocalEndPoint);
        acceptor.Join();
        if (path != null)
        {
            File.Delete(path);
        }
        return (client, server);
    }

    static void Converse(Plan plan, Totals totals, Socket client, Socket server)
    {
        Task served = null;
        Thread serving = null;
        string serverEnd = null;
        if (plan.ServerIsAsync)
        {
            served = Task.Run(async () => serverEnd = await ServeAsync(server));
        }
        else
        {
            serving = new Thread(() => serverEnd = Serve(server, plan.UsesStream));
            serving.Start();
        }

        var random = new Random(plan.Seed);
        long bytes = plan.ClientIsAsync
            ? Task.Run(() => AskAllAsync(plan, random, client)).GetAwaiter().GetResult()
            : AskAll(plan, random, client);
        Interlocked.Add(ref totals.Bytes, bytes);
        Interlocked.Add(ref totals.Requests, plan.Requests);

        string expected = "end";
        switch (plan.Ending)
        {
            case Ending.InOrder:
                client.Shutdown(SocketShutdown.Send);
                Interlocked.Increment(ref totals.InOrder);
                break;
            case Ending.Reset:
                client.LingerState = new LingerOption(true, 0);
                client.Dispose();
                expected = plan.IsUnix ? "end" : "ConnectionReset";
                Interlocked.Increment(ref totals.Resets);
                break;
            case Ending.CloseUnderReceive:
                CloseUnderReceive(plan, totals, client);
                expected = null;
                break;
            default:
                client.ReceiveTimeout = 20;
                SocketError error = Outcome(() => client.Receive(new byte[1]));
                if (error != SocketError.TimedOut)
                {
                    totals.Error(plan, "the receive with a timeout: " + error);
                }
                client.Shutdown(SocketShutdown.Both);
                Interlocked.Increment(ref totals.TimedOut);
                break;
        }

        served?.Wait();
        serving?.Join();
        if (expected != null && serverEnd != expected)
        {
            totals.Error(plan, "the server ended with " + serverEnd);
        }
    }

    static void CloseUnderReceive(Plan plan, Totals totals, Socket client)
    {
        SocketError outcome = SocketError.Success;
        using var entered = new ManualResetEventSlim();
        var receiver = new Thread(() =>
        {
            entered.Set();
            outcome = Outcome(() => client.Receive(new byte[1]));
        });
        receiver.Start();
        entered.Wait();
        Thread.Sleep(30);
        client.Dispose();
        receiver.Join();
        if (outcome != SocketError.ConnectionAborted)
        {
            totals.Error(plan, "the receive that was closed: " + outcome);
        }
        Interlocked.Increment(ref totals.Aborted);
    }

    static SocketError Outcome(Action action)
    {
        try
        {
            action();
            return SocketError.Success;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode;
        }
        catch (ObjectDisposedException)
        {
            // The close was faster than the call.
            return SocketError.ConnectionAborted;
        }
    }

    static long AskAll(Plan plan, Random random, Socket client)
    {
        using Stream stream = plan.UsesStream ? new NetworkStream(client) : null;
        long bytes = 0;
        for (int i = 0; i < plan.Requests; i++)
        {
            byte[] request = Request(random);
            // Half of them from another thread, so that a socket is written and read by two at once.
            if (random.Next(2) == 0)
            {
                Write(client, stream, request, random);
                ReadAnswer(client, stream, request);
            }
            else
            {
                var writer = new Thread(() => Write(client, stream, request, null));
                writer.Start();
                ReadAnswer(client, stream, request);
                writer.Join();
            }
            bytes += request.Length - 4;
        }
        return bytes;
    }

    static async Task<long> AskAllAsync(Plan plan, Random random, Socket client)
    {
        long bytes = 0;
        for (int i = 0; i < plan.Requests; i++)
        {
            byte[] request = Request(random);
            Task sending = client.SendAsync(request).ContinueWith(t => t.Result, TaskScheduler.Default);
            byte[] answer = new byte[request.Length - 4];
            for (int n = 0; n < answer.Length;)
            {
                int got = await client.ReceiveAsync(answer.AsMemory(n));
                n += got > 0 ? got : throw new EndOfStreamException();
            }
            await sending;
            Check(request, answer);
            bytes += answer.Length;
        }
        return bytes;
    }

    static byte[] Request(Random random)
    {
        int length = random.Next(8) == 0 ? 1 + random.Next(MaxBody) : 1 + random.Next(200);
        byte[] request = new byte[length + 4];
        random.NextBytes(request);
        BitConverter.TryWriteBytes(request, length);
        return request;
    }

    static void Write(Socket socket, Stream stream, byte[] data, Random random)
    {
        switch (random == null ? 0 : random.Next(3))
        {
            case 1:
                int half = data.Length / 2;
                int sent = socket.Send(new[] { new ArraySegment<byte>(data, 0, half), new ArraySegment<byte>(data, half, data.Length - half) });
                if (sent != data.Length)
                {
                    throw new InvalidDataException("sent " + sent + " of " + data.Length);
                }
                break;
            case 2:
                // In two pieces: the other side waits in between.
                socket.Send(data, 0, 3, SocketFlags.None);
                socket.Send(data.AsSpan(3));
                break;
            default:
                if (stream != null)
                {
                    stream.Write(data, 0, data.Length);
                }
                else if (socket.Send(data) != data.Length)
                {
                    throw new InvalidDataException("a short send");
                }
                break;
        }
    }

    static void ReadAnswer(Socket socket, Stream stream, byte[] request)
    {
        byte[] answer = new byte[request.Length - 4];
        for (int n = 0; n < answer.Length;)
        {
            int got = stream != null ? stream.Read(answer, n, answer.Length - n) : socket.Receive(answer, n, answer.Length - n, SocketFlags.None);
            n += got > 0 ? got : throw new EndOfStreamException();
        }
        Check(request, answer);
    }

    static void Check(byte[] request, byte[] answer)
    {
        for (int i = 0; i < answer.Length; i++)
        {
            if (answer[i] != (byte)(request[i + 4] + 1))
            {
                throw new InvalidDataException("byte " + i + " of " + answer.Length + " is wrong");
            }
        }
    }

    static string Serve(Socket socket, bool usesStream)
    {
        try
        {
            using Stream stream = usesStream ? new NetworkStream(socket) : null;
            byte[] head = new byte[4];
            while (Fill(socket, stream, head, 4))
            {
                byte[] body = new byte[BitConverter.ToInt32(head)];
                if (!Fill(socket, stream, body, body.Length))
                {
                    return "end inside a request";
                }
                Transform(body);
                if (stream != null)
                {
                    stream.Write(body);
                }
                else
                {
                    socket.Send(body);
                }
            }
            return "end";
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode.ToString();
        }
        catch (IOException e)
        {
            return e.InnerException is SocketException s ? s.SocketErrorCode.ToString() : e.ToString();
        }
    }

    static bool Fill(Socket socket, Stream stream, byte[] buffer, int count)
    {
        for (int n = 0; n < count;)
        {
            int got = stream != null ? stream.Read(buffer.AsSpan(n, count - n)) : socket.Receive(buffer.AsSpan(n, count - n));
            if (got == 0)
            {
                return false;
            }
            n += got;
        }
        return true;
    }

    static async Task<string> ServeAsync(Socket socket)
    {
        try
        {
            byte[] head = new byte[4];
            while (true)
            {
                for (int n = 0; n < 4;)
                {
                    int got = await socket.ReceiveAsync(head.AsMemory(n));
                    if (got == 0)
                    {
                        return "end";
                    }
                    n += got;
                }
                byte[] body = new byte[BitConverter.ToInt32(head)];
                for (int n = 0; n < body.Length;)
                {
                    int got = await socket.ReceiveAsync(body.AsMemory(n));
                    if (got == 0)
                    {
                        return "end inside a request";
                    }
                    n += got;
                }
                Transform(body);
                for (int n = 0; n < body.Length;)
                {
                    n += await socket.SendAsync(body.AsMemory(n));
                }
            }
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode.ToString();
        }
    }

    static void Transform(byte[] body)
    {
        for (int i = 0; i < body.Length; i++)
        {
            body[i]++;
        }
    }
}

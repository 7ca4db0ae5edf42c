using System;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;

// EchoServer, rewritten with async and await all the way. Same arguments, same output.
static class Program
{
    static int s_served;
    static int s_open;

    static async Task<int> Main(string[] args)
    {
        int port = 0;
        bool untilEof = false;
        for (int i = 0; i < args.Length; i++)
        {
            if (args[i] == "--port" && i + 1 < args.Length)
            {
                port = int.Parse(args[++i]);
            }
            else if (args[i] == "--until-eof")
            {
                untilEof = true;
            }
            else
            {
                Console.Error.WriteLine("usage: EchoServerAsync [--port N] [--until-eof]");
                return 64;
            }
        }

        using var stop = new CancellationTokenSource();
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start(1024);
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, c => { c.Cancel = true; stop.Cancel(); });
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, c => { c.Cancel = true; stop.Cancel(); });
        Console.WriteLine("listening on " + ((IPEndPoint)listener.LocalEndpoint).Port);

        if (untilEof)
        {
            _ = Task.Run(async () =>
            {
                while (await Console.In.ReadLineAsync() != null)
                {
                }
                stop.Cancel();
            });
        }

        try
        {
            while (true)
            {
                Socket client = await listener.AcceptSocketAsync(stop.Token);
                _ = ServeAsync(client);
            }
        }
        catch (OperationCanceledException)
        {
        }
        listener.Stop();
        Console.WriteLine("stopped after " + Volatile.Read(ref s_served) + " connections, " + Volatile.Read(ref s_open) + " still open");
        return 0;
    }

    static async Task ServeAsync(Socket client)
    {
        Interlocked.Increment(ref s_served);
        Interlocked.Increment(ref s_open);
        try
        {
            using (client)
            {
                client.NoDelay = true;
                Memory<byte> buffer = new byte[4096];
                int n;
                while ((n = await client.ReceiveAsync(buffer, SocketFlags.None).ConfigureAwait(false)) > 0)
                {
                    ReadOnlyMemory<byte> rest = buffer.Slice(0, n);
                    while (rest.Length > 0)
                    {
                        rest = rest.Slice(await client.SendAsync(rest, SocketFlags.None).ConfigureAwait(false));
                    }
                }
            }
        }
        catch (SocketException)
        {
            // The peer went away.
        }
        finally
        {
            Interlocked.Decrement(ref s_open);
        }
    }
}

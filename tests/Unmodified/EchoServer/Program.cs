using System;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading;

// The textbook blocking echo server: one thread per connection, blocking calls only.
//   EchoServer [--port N] [--until-eof]
// Port 0 (the default) lets the system choose. SIGTERM and SIGINT stop it; with --until-eof the end of stdin does, too.
static class Program
{
    static readonly object Gate = new object();
    static int s_served;
    static int s_open;

    static int Main(string[] args)
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
                Console.Error.WriteLine("usage: EchoServer [--port N] [--until-eof]");
                return 64;
            }
        }

        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start(1024);
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, c => { c.Cancel = true; listener.Stop(); });
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, c => { c.Cancel = true; listener.Stop(); });
        Console.WriteLine("listening on " + ((IPEndPoint)listener.LocalEndpoint).Port);

        if (untilEof)
        {
            var watcher = new Thread(() =>
            {
                while (Console.In.ReadLine() != null)
                {
                }
                listener.Stop();
            });
            watcher.IsBackground = true;
            watcher.Start();
        }

        try
        {
            while (true)
            {
                Socket client = listener.AcceptSocket();
                var thread = new Thread(() => Serve(client));
                thread.IsBackground = true;
                thread.Start();
            }
        }
        catch (Exception e) when (e is SocketException || e is ObjectDisposedException || e is InvalidOperationException)
        {
            // The listener was stopped.
        }

        lock (Gate)
        {
            Console.WriteLine("stopped after " + s_served + " connections, " + s_open + " still open");
        }
        return 0;
    }

    static void Serve(Socket client)
    {
        lock (Gate)
        {
            s_served++;
            s_open++;
        }
        try
        {
            using (client)
            {
                client.NoDelay = true;
                byte[] buffer = new byte[4096];
                int n;
                while ((n = client.Receive(buffer)) > 0)
                {
                    client.Send(buffer, 0, n, SocketFlags.None);
                }
            }
        }
        catch (SocketException)
        {
            // The peer went away.
        }
        finally
        {
            lock (Gate)
            {
                s_open--;
            }
        }
    }
}

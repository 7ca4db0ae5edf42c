using System;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;

// A blocking echo server over TLS, a thread for each connection; and a load for it.
//   TlsEcho serve                          prints its port; ends with its standard input, and prints what CPU time it took
//   TlsEcho load PORT CONNECTIONS SECONDS  prints requests per second
static class Program
{
    const int Size = 64;

    static long s_requests;

    static int Main(string[] args)
    {
        switch (args.Length > 0 ? args[0] : "")
        {
            case "serve":
                Serve();
                return 0;
            case "load":
                Load(int.Parse(args[1]), int.Parse(args[2]), double.Parse(args[3]));
                return 0;
            default:
                Console.Error.WriteLine("usage: TlsEcho serve | load PORT CONNECTIONS SECONDS");
                return 64;
        }
    }

    static void Serve()
    {
        X509Certificate2 certificate = Certificate();
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(1024);
        Console.WriteLine("listening on " + ((IPEndPoint)listener.LocalEndpoint).Port);
        var acceptor = new Thread(() =>
        {
            while (true)
            {
                TcpClient client = listener.AcceptTcpClient();
                new Thread(() => Echo(client, certificate)) { IsBackground = true }.Start();
            }
        });
        acceptor.IsBackground = true;
        acceptor.Start();
        while (Console.In.ReadLine() is string line)
        {
            // What was done so far, for whoever measures.
            Console.WriteLine(Process.GetCurrentProcess().TotalProcessorTime.TotalMilliseconds + " " + Interlocked.Read(ref s_requests));
        }
    }

    static void Echo(TcpClient client, X509Certificate2 certificate)
    {
        try
        {
            client.NoDelay = true;
            using var tls = new SslStream(client.GetStream(), false);
            tls.AuthenticateAsServer(certificate);
            var buffer = new byte[4096];
            for (int n; (n = tls.Read(buffer, 0, buffer.Length)) > 0;)
            {
                tls.Write(buffer, 0, n);
                Interlocked.Increment(ref s_requests);
            }
        }
        catch (IOException)
        {
            // The peer went away.
        }
    }

    static void Load(int port, int connections, double seconds)
    {
        var connected = new CountdownEvent(connections);
        var go = new ManualResetEventSlim();
        var done = new CountdownEvent(connections);
        bool stop = false;
        for (int i = 0; i < connections; i++)
        {
            new Thread(() =>
            {
                using var client = new TcpClient("127.0.0.1", port) { NoDelay = true };
                using var tls = new SslStream(client.GetStream(), false, (_, _, _, _) => true);
                tls.AuthenticateAsClient("localhost");
                var message = new byte[Size];
                connected.Signal();
                go.Wait();
                while (!Volatile.Read(ref stop))
                {
                    tls.Write(message, 0, Size);
                    tls.ReadExactly(message, 0, Size);
                    Interlocked.Increment(ref s_requests);
                }
                done.Signal();
            }).Start();
        }
        connected.Wait();
        go.Set();
        Thread.Sleep(TimeSpan.FromSeconds(seconds / 2)); // warms up
        long before = Interlocked.Read(ref s_requests), from = Stopwatch.GetTimestamp();
        Thread.Sleep(TimeSpan.FromSeconds(seconds));
        double rate = (Interlocked.Read(ref s_requests) - before) / Stopwatch.GetElapsedTime(from).TotalSeconds;
        Volatile.Write(ref stop, true);
        done.Wait();
        Console.WriteLine(rate.ToString("F0"));
    }

    static X509Certificate2 Certificate()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}

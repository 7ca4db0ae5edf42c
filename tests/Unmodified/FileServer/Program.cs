using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading;

// A small HTTP/1.1 file server: one thread per connection, keep-alive, HEAD, ranges, directory listings.
//   FileServer [--port N] [--root DIR] [--timeout MS]
static class Program
{
    static int Main(string[] args)
    {
        int port = 0, timeout = 10000;
        string root = Directory.GetCurrentDirectory();
        for (int i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--port": port = int.Parse(args[++i]); break;
                case "--root": root = args[++i]; break;
                case "--timeout": timeout = int.Parse(args[++i]); break;
                default: Console.Error.WriteLine("usage: FileServer [--port N] [--root DIR] [--timeout MS]"); return 64;
            }
        }
        var files = new FileTree(root);
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start(512);
        using (PosixSignalRegistration.Create(PosixSignal.SIGTERM, c => { c.Cancel = true; listener.Stop(); }))
        using (PosixSignalRegistration.Create(PosixSignal.SIGINT, c => { c.Cancel = true; listener.Stop(); }))
        {
            Console.WriteLine("listening on " + ((IPEndPoint)listener.LocalEndpoint).Port);
            try
            {
                while (true)
                {
                    TcpClient client = listener.AcceptTcpClient();
                    client.NoDelay = true;
                    client.ReceiveTimeout = timeout;
                    client.SendTimeout = timeout;
                    var thread = new Thread(() => new HttpConnection(client, files).Run());
                    thread.IsBackground = true;
                    thread.Start();
                }
            }
            catch (Exception e) when (e is SocketException || e is ObjectDisposedException || e is InvalidOperationException)
            {
            }
        }
        Console.WriteLine("stopped");
        return 0;
    }
}

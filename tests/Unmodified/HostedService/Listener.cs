using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Hosting;

// Blocking threads in a service: an echo server.
sealed class Listener : IHostedService
{
    readonly TcpListener listener = new TcpListener(IPAddress.Loopback, 0);
    Thread thread;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        listener.Start();
        thread = new Thread(Accept) { IsBackground = true };
        thread.Start();
        Console.WriteLine("listening on " + ((IPEndPoint)listener.LocalEndpoint).Port);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        listener.Stop();
        thread.Join();
        Console.WriteLine("listener has stopped");
        return Task.CompletedTask;
    }

    void Accept()
    {
        try
        {
            while (true)
            {
                TcpClient client = listener.AcceptTcpClient();
                new Thread(() =>
                {
                    using (client)
                    {
                        client.GetStream().CopyTo(client.GetStream());
                    }
                })
                { IsBackground = true }.Start();
            }
        }
        catch (SocketException)
        {
        }
    }
}

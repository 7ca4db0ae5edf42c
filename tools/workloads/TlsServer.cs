using System;
using System.IO;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;

// Echo through SslStream: a thread for each connection.
static class TlsServer
{
    public static void Run(string pem)
    {
        X509Certificate2 certificate = X509Certificate2.CreateFromPemFile(pem, pem);
        TcpListener listener = Say.Listening();
        while (true)
        {
            Socket client = listener.AcceptSocket();
            new Thread(() => Serve(client, certificate)) { IsBackground = true }.Start();
        }
    }

    static void Serve(Socket client, X509Certificate2 certificate)
    {
        try
        {
            client.NoDelay = true;
            using var stream = new SslStream(new NetworkStream(client, true));
            stream.AuthenticateAsServer(certificate);
            byte[] buffer = new byte[4096];
            int n;
            while ((n = stream.Read(buffer)) > 0)
            {
                stream.Write(buffer.AsSpan(0, n));
            }
        }
        catch (Exception e) when (e is IOException || e is AuthenticationException)
        {
            // The peer went away.
        }
    }
}

// The same with async and await.
static class TlsServerAsync
{
    public static async Task Run(string pem)
    {
        X509Certificate2 certificate = X509Certificate2.CreateFromPemFile(pem, pem);
        TcpListener listener = Say.Listening();
        while (true)
        {
            Socket client = await listener.AcceptSocketAsync();
            _ = Serve(client, certificate);
        }
    }

    static async Task Serve(Socket client, X509Certificate2 certificate)
    {
        try
        {
            client.NoDelay = true;
            using var stream = new SslStream(new NetworkStream(client, true));
            await stream.AuthenticateAsServerAsync(certificate).ConfigureAwait(false);
            byte[] buffer = new byte[4096];
            int n;
            while ((n = await stream.ReadAsync(buffer).ConfigureAwait(false)) > 0)
            {
                await stream.WriteAsync(buffer.AsMemory(0, n)).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException || e is AuthenticationException)
        {
            // The peer went away.
        }
    }
}

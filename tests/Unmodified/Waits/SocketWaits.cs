using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

static class SocketWaits
{
    public static Wait TcpListenerAccept()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        return new Wait(
            () => { using TcpClient client = listener.AcceptTcpClient(); return client.GetStream().ReadByte().ToString(); },
            () => { using var client = new TcpClient("127.0.0.1", port); client.GetStream().WriteByte(65); });
    }

    public static Wait NetworkStreamRead()
    {
        (NetworkStream a, NetworkStream b) = Streams();
        return new Wait(() => new StreamReader(a).ReadLine(), () => b.Write("a line\n"u8));
    }

    public static Wait NetworkStreamWrite()
    {
        (NetworkStream a, NetworkStream b) = Streams();
        return new Wait(
            () => { a.Write(new byte[16 * 1024 * 1024]); a.Dispose(); return "written"; },
            () => b.CopyTo(Stream.Null));
    }

    public static Wait NetworkStreamReadTimeout()
    {
        (NetworkStream a, _) = Streams();
        a.ReadTimeout = 200;
        return new Wait(() => a.ReadByte().ToString(), () => { });
    }

    public static Wait UdpClientReceive()
    {
        var udp = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var to = (IPEndPoint)udp.Client.LocalEndPoint;
        return new Wait(
            () => { IPEndPoint from = null; return Encoding.ASCII.GetString(udp.Receive(ref from)) + " from " + from.Address; },
            () => { using var sender = new UdpClient(); sender.Send("datagram"u8.ToArray(), 8, to); });
    }

    public static Wait SocketConnectToFullBacklog()
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        var first = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        first.Connect(listener.LocalEndPoint);
        return new Wait(
            () =>
            {
                using var second = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                second.Connect(listener.LocalEndPoint);
                return "connected " + second.Connected;
            },
            () => { listener.Accept(); listener.Accept(); });
    }

    public static Wait SocketPoll()
    {
        (NetworkStream a, NetworkStream b) = Streams();
        return new Wait(() => a.Socket.Poll(20_000_000, SelectMode.SelectRead).ToString(), () => b.WriteByte(1));
    }

    public static Wait SocketSelect()
    {
        (NetworkStream a, NetworkStream b) = Streams();
        var read = new List<Socket> { a.Socket };
        return new Wait(() => { Socket.Select(read, null, null, 20_000_000); return "readable " + read.Count; }, () => b.WriteByte(1));
    }

    public static Wait UnixSocketReceive()
    {
        string path = Path.Combine(Path.GetTempPath(), "waits-" + Guid.NewGuid().ToString("N"));
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(1);
        var a = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        a.Connect(new UnixDomainSocketEndPoint(path));
        Socket b = listener.Accept();
        File.Delete(path);
        return new Wait(() => { var buffer = new byte[10]; return a.Receive(buffer) + " bytes"; }, () => b.Send(new byte[3]));
    }

    public static Wait LingeringClose()
    {
        (NetworkStream a, NetworkStream b) = Streams();
        a.Socket.LingerState = new LingerOption(true, 20);
        a.Socket.Blocking = false;
        var chunk = new byte[65536];
        try
        {
            while (true)
            {
                a.Socket.Send(chunk);
            }
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.WouldBlock)
        {
        }
        a.Socket.Blocking = true;
        return new Wait(() => { a.Socket.Close(); return "closed"; }, () => b.CopyTo(Stream.Null));
    }

    public static Wait SslStreamClient()
    {
        (NetworkStream a, NetworkStream b) = Streams();
        using X509Certificate2 certificate = Certificate();
        return new Wait(
            () =>
            {
                using var tls = new SslStream(a, false, (_, _, _, _) => true);
                tls.AuthenticateAsClient("localhost");
                tls.Write("ping"u8);
                return new StreamReader(tls).ReadToEnd();
            },
            () => ServeTls(b, Certificate()));
    }

    public static Wait SslStreamServer()
    {
        (NetworkStream a, NetworkStream b) = Streams();
        X509Certificate2 certificate = Certificate();
        return new Wait(
            () => { ServeTls(b, certificate); return "served"; },
            () =>
            {
                using var tls = new SslStream(a, false, (_, _, _, _) => true);
                tls.AuthenticateAsClient("localhost");
                tls.Write("ping"u8);
                new StreamReader(tls).ReadToEnd();
            });
    }

    static void ServeTls(Stream plain, X509Certificate2 certificate)
    {
        using var tls = new SslStream(plain, false);
        tls.AuthenticateAsServer(certificate);
        var buffer = new byte[4];
        tls.ReadExactly(buffer);
        tls.Write("pong to "u8);
        tls.Write(buffer);
    }

    static X509Certificate2 Certificate()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    public static (NetworkStream A, NetworkStream B) Streams()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var client = new TcpClient();
        client.Connect((IPEndPoint)listener.LocalEndpoint);
        TcpClient server = listener.AcceptTcpClient();
        listener.Stop();
        return (client.GetStream(), server.GetStream());
    }
}

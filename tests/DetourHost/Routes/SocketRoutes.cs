using System.IO.Pipes;
using System.Net;
using System.Net.Sockets;

namespace DetourHost.Routes;

internal static class SocketRoutes
{
    private static readonly byte[] s_data = [1, 2, 3];
    private static readonly byte[] s_buffer = new byte[64];
    private static readonly TcpListener s_listener = Listen();
    private static readonly (Socket Near, Socket Far) s_tcp = Pair();
    private static readonly Socket s_udp = Udp();
    private static readonly string s_file = MakeFile();
    private static IPEndPoint? s_from;

    internal static readonly Dictionary<string, Action> All = new()
    {
        ["Socket.Accept()"] = () => Connected(static () => s_listener.Server.Accept().Dispose()),
        ["TcpListener.AcceptTcpClient()"] = () => Connected(static () => s_listener.AcceptTcpClient().Dispose()),
        ["TcpListener.AcceptSocket()"] = () => Connected(static () => s_listener.AcceptSocket().Dispose()),
        ["TcpClient.Connect(string, int)"] = () =>
        {
            using var client = new TcpClient();
            client.Connect("127.0.0.1", ((IPEndPoint)s_listener.LocalEndpoint).Port);
            s_listener.Server.Accept().Dispose();
        },
        ["UdpClient.Receive(ref IPEndPoint)"] = () => Udp(static udp =>
        {
            IPEndPoint? from = null;
            udp.Receive(ref from);
        }),
        ["UdpClient.Send(byte[], int)"] = () => Udp(static udp => udp.Receive(ref s_from)),
        ["PipeStream.Read(Span<byte>)"] = Pipe,
        ["PipeStream.Write(ReadOnlySpan<byte>)"] = Pipe,
        ["Socket.Connect(EndPoint)"] = () => Connected(static () => s_listener.Server.Accept().Dispose()),
        ["TcpClient(string, int)"] = () =>
        {
            using var client = new TcpClient("127.0.0.1", ((IPEndPoint)s_listener.LocalEndpoint).Port);
            s_listener.Server.Accept().Dispose();
        },
        ["Socket.Receive(byte[])"] = () => Sent(static far => far.Receive(s_buffer)),
        ["Socket.Receive(Span<byte>)"] = () => Sent(static far => far.Receive(s_buffer.AsSpan())),
        ["Socket.Receive(IList<ArraySegment<byte>>)"] = () => Sent(static far => far.Receive([new ArraySegment<byte>(s_buffer)])),
        ["NetworkStream.Read(byte[], int, int)"] = () => Sent(static far => _ = Stream(far).Read(s_buffer, 0, 64)),
        ["NetworkStream.Read(Span<byte>)"] = () => Sent(static far => _ = Stream(far).Read(s_buffer.AsSpan())),
        ["Socket.ReceiveFrom(byte[], ref EndPoint)"] = () => Datagram(static udp =>
        {
            EndPoint from = new IPEndPoint(IPAddress.Any, 0);
            udp.ReceiveFrom(s_buffer, ref from);
        }),
        ["Socket.ReceiveFrom(Span<byte>, ref EndPoint)"] = () => Datagram(static udp =>
        {
            EndPoint from = new IPEndPoint(IPAddress.Any, 0);
            udp.ReceiveFrom(s_buffer.AsSpan(), ref from);
        }),
        ["Socket.ReceiveMessageFrom(byte[], int, int, ref SocketFlags, ref EndPoint, out IPPacketInformation)"] = () => Datagram(static udp =>
        {
            EndPoint from = new IPEndPoint(IPAddress.Any, 0);
            var flags = SocketFlags.None;
            udp.ReceiveMessageFrom(s_buffer, 0, 64, ref flags, ref from, out _);
        }),
        ["Socket.ReceiveMessageFrom(Span<byte>, ref SocketFlags, ref EndPoint, out IPPacketInformation)"] = () => Datagram(static udp =>
        {
            EndPoint from = new IPEndPoint(IPAddress.Any, 0);
            var flags = SocketFlags.None;
            udp.ReceiveMessageFrom(s_buffer.AsSpan(), ref flags, ref from, out _);
        }),
        ["Socket.Send(byte[])"] = () => Send(static near => near.Send(s_data)),
        ["Socket.Send(ReadOnlySpan<byte>)"] = () => Send(static near => near.Send(s_data.AsSpan())),
        ["Socket.Send(IList<ArraySegment<byte>>)"] = () => Send(static near => near.Send([new ArraySegment<byte>(s_data)])),
        ["Socket.SendFile(string)"] = () => Send(static near => near.SendFile(s_file)),
        ["NetworkStream.Write(byte[], int, int)"] = () => Send(static near => Stream(near).Write(s_data, 0, 3)),
        ["NetworkStream.Write(ReadOnlySpan<byte>)"] = () => Send(static near => Stream(near).Write(s_data.AsSpan())),
        ["Socket.SendTo(byte[], EndPoint)"] = () => Datagram(static udp => udp.Receive(s_buffer)),
        ["Socket.SendTo(ReadOnlySpan<byte>, EndPoint)"] = () =>
        {
            s_udp.SendTo(s_data.AsSpan(), s_udp.LocalEndPoint!);
            s_udp.Receive(s_buffer);
        },
        ["Socket.Poll(int, SelectMode)"] = () => s_tcp.Near.Poll(0, SelectMode.SelectWrite),
        ["TcpListener.Pending()"] = () => s_listener.Pending(),
        ["Socket.Select(IList, IList, IList, int)"] = () => Socket.Select(null, new List<Socket> { s_tcp.Near }, null, 0),
        ["Socket.Dispose()"] = () => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp).Dispose(),
        ["Socket.Dispose() while another thread receives"] = DisposeWhileReceiving,
    };

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static (Socket Near, Socket Far) Pair()
    {
        var near = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        near.Connect(s_listener.LocalEndpoint);
        return (near, s_listener.AcceptSocket());
    }

    private static Socket Udp()
    {
        var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        udp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return udp;
    }

    private static string MakeFile()
    {
        var path = Path.GetTempFileName();
        File.WriteAllBytes(path, s_data);
        return path;
    }

    private static NetworkStream Stream(Socket socket) => new(socket, ownsSocket: false);

    private static void Connected(Action accept)
    {
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        client.Connect(s_listener.LocalEndpoint);
        accept();
    }

    private static void Sent(Action<Socket> receive)
    {
        s_tcp.Near.Send(s_data);
        receive(s_tcp.Far);
    }

    private static void Send(Action<Socket> send)
    {
        send(s_tcp.Near);
        s_tcp.Far.Receive(s_buffer);
    }

    private static void Datagram(Action<Socket> receive)
    {
        s_udp.SendTo(s_data, s_udp.LocalEndPoint!);
        receive(s_udp);
    }

    private static void Udp(Action<UdpClient> receive)
    {
        using var udp = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        udp.Connect((IPEndPoint)udp.Client.LocalEndPoint!);
        udp.Send(s_data, s_data.Length);
        receive(udp);
    }

    private static void Pipe()
    {
        using var server = new AnonymousPipeServerStream(PipeDirection.Out);
        using var client = new AnonymousPipeClientStream(PipeDirection.In, server.ClientSafePipeHandle);
        server.Write(s_data.AsSpan());
        _ = client.Read(s_buffer.AsSpan());
    }

    private static void DisposeWhileReceiving()
    {
        var (near, far) = Pair();
        var reader = ThreadRoutes.Start(() =>
        {
            try
            {
                far.Receive(new byte[1]);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // The way out of a socket that is closed below one.
            }
        });
        while ((reader.ThreadState & ThreadState.WaitSleepJoin) == 0 && !far.Poll(0, SelectMode.SelectError) && reader.IsAlive && s_spins++ < 5)
        {
            Thread.Sleep(1);
        }

        s_spins = 0;
        far.Dispose();
        reader.Join();
        near.Dispose();
    }

    private static int s_spins;
}

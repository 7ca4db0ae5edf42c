using System.Net;
using System.Net.Sockets;

namespace SyncHost;

/// <summary>Transfers of many bytes a call must not keep a pair that exchanges one byte at a time: told by the bytes that are moved for each of those.</summary>
internal static class Bulk
{
    private const int Piece = 64 * 1024;
    private const int Exchanges = 300;

    // A round may hold half a MiB or so, and each exchange takes a few.
    private const long MostForEach = 1_500_000;

    internal static string? Run() =>
        Beside("lists", static (socket, parts) => socket.Send(parts), static (socket, parts) => socket.Receive(parts))
        ?? Beside("arrays", static (socket, parts) => socket.Send(parts[0].Array!), static (socket, parts) => socket.Receive(parts[0].Array!));

    private static string? Beside(string how, Func<Socket, IList<ArraySegment<byte>>, int> send, Func<Socket, IList<ArraySegment<byte>>, int> receive)
    {
        long moved = 0;
        List<Socket> sockets = [];
        for (int i = 0; i < 4; i++)
        {
            (Socket near, Socket far) = Pair(sockets);
            IList<ArraySegment<byte>> sent = Parts(), received = Parts();
            Start(() => send(near, sent));
            Start(() => moved += receive(far, received));
        }

        (Socket asking, Socket answering) = Pair(sockets);
        byte[] one = new byte[1];
        Start(() => answering.Send(one, answering.Receive(one), SocketFlags.None));
        long before = moved;
        for (int i = 0; i < Exchanges; i++)
        {
            asking.Send(one);
            asking.Receive(one);
        }

        long forEach = (moved - before) / Exchanges;
        sockets.ForEach(static s => s.Dispose());
        Console.WriteLine($"{how}: {forEach} bytes for each exchange");
        return forEach < MostForEach ? null : "a light request waits for the bulk";
    }

    private static IList<ArraySegment<byte>> Parts()
    {
        byte[] bytes = new byte[2 * Piece];
        return [new(bytes, 0, Piece), new(bytes, Piece, Piece)];
    }

    private static void Start(Action again) => new Thread(() =>
    {
        try
        {
            while (true)
            {
                again();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Closed: it is over.
        }
    }).Start();

    private static (Socket Near, Socket Far) Pair(List<Socket> sockets)
    {
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        Socket near = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        near.Connect(listener.LocalEndPoint!);
        Socket far = listener.Accept();
        far.NoDelay = true;
        sockets.AddRange([near, far]);
        return (near, far);
    }
}

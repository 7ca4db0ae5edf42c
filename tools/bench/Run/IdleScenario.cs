using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Bench.Run;

/// <summary>Connections that have been used once and then say nothing: what a server keeps for each.</summary>
internal sealed class IdleScenario : Scenario
{
    internal const string Each = "KiB each";
    internal const string Kernel = "kernel KiB each";
    internal const string Tasks = "OS threads";
    internal const string Connecting = "connect us each";

    private const int Timeout = 20_000;

    protected override IReadOnlyDictionary<string, double> Round(Cell cell, Side side, int size, RunOptions options)
    {
        using PinnedProcess server = StartSubject(side, "echo", [], options);
        int port = server.AwaitPort();
        var sockets = new Socket[size];
        try
        {
            // One connection has been served before anything is counted, so that what is needed once is there.
            using Socket first = Connect(port);
            (double rss, double kernel) = (ProcessNumbers.RssKib(server.Pid), ProcessNumbers.KernelKib());
            long from = Stopwatch.GetTimestamp();
            for (int i = 0; i < size; i++)
            {
                sockets[i] = Connect(port);
            }
            double each = Stopwatch.GetElapsedTime(from).TotalMicroseconds / size;
            return new Dictionary<string, double>
            {
                [Each] = (ProcessNumbers.RssKib(server.Pid) - rss) / size,
                [Kernel] = (ProcessNumbers.KernelKib() - kernel) / size,
                [Tasks] = ProcessNumbers.Tasks(server.Pid),
                [Connecting] = each,
            };
        }
        catch (SocketException e)
        {
            throw new InvalidOperationException($"cannot connect all: {e.Message}", e);
        }
        finally
        {
            foreach (Socket? socket in sockets)
            {
                // A reset leaves no port behind that cannot be used again for a minute.
                socket?.Close(0);
            }
            cell.Add(server.Stop());
        }
    }

    private static Socket Connect(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = Timeout, NoDelay = true };
        socket.Connect(new IPEndPoint(IPAddress.Loopback, port));
        byte[] message = [1, 2, 3, 4];
        socket.Send(message);
        for (int have = 0; have < message.Length;)
        {
            int n = socket.Receive(message, have, message.Length - have, SocketFlags.None);
            have += n > 0 ? n : throw new InvalidOperationException("the server closed a connection");
        }
        return socket;
    }
}

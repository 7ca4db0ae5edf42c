using System.Net;
using System.Net.Sockets;

namespace Compat.Tests.Harness;

/// <summary>
/// Ports for servers, each given once: two that start at the same time would otherwise find the same one free now and then, and each takes the
/// other's answer for its own. They lie below those that the kernel gives to clients, which could have one before its server does.
/// </summary>
internal static class TcpPorts
{
    private const int First = 12_000;
    private static readonly int s_count = FirstOfClients() - First;
    private static int s_given = Random.Shared.Next(s_count);

    /// <summary>A port that nobody listens on now, and that was not given to anyone here before.</summary>
    internal static int Next()
    {
        for (int tries = 0; tries < s_count; tries++)
        {
            int port = First + (Interlocked.Increment(ref s_given) % s_count);
            if (IsFree(port))
            {
                return port;
            }
        }
        throw new InvalidOperationException($"no port from {First} to {First + s_count - 1} is free");
    }

    private static bool IsFree(int port)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FirstOfClients()
    {
        int first = int.Parse(File.ReadAllText("/proc/sys/net/ipv4/ip_local_port_range").Split('\t', ' ')[0]);
        return first > First + 1_000 ? first : throw new InvalidOperationException($"clients get ports from {first} on: there is no room for servers below");
    }
}

using System.Net;
using System.Net.Sockets;

namespace DetourHost.Routes;

internal static class NameRoutes
{
    private const string Name = "localhost";
    private static readonly TcpListener s_listener = Listen();

    private static int Port => ((IPEndPoint)s_listener.LocalEndpoint).Port;

    internal static readonly Dictionary<string, Action> All = new()
    {
        ["Dns.GetHostAddresses(string)"] = () => Dns.GetHostAddresses(Name),
        ["Dns.GetHostEntry(string)"] = () => Dns.GetHostEntry(Name),
        ["Dns.GetHostEntry(IPAddress)"] = () =>
        {
            try
            {
                Dns.GetHostEntry(IPAddress.Loopback);
            }
            catch (SocketException)
            {
                // It has no name everywhere.
            }
        },
        ["Socket.Connect(string, int)"] = () =>
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Connect(Name, Port);
            s_listener.Server.Accept().Dispose();
        },
        ["TcpClient.Connect(string, int) by name"] = () =>
        {
            using var client = new TcpClient(AddressFamily.InterNetwork);
            client.Connect(Name, Port);
            s_listener.Server.Accept().Dispose();
        },
        ["UdpClient.Connect(string, int)"] = () =>
        {
            using var client = new UdpClient(AddressFamily.InterNetwork);
            client.Connect(Name, Port);
        },
    };

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }
}

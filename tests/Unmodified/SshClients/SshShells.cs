using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using Renci.SshNet;

/// <summary>Threads talk to shells, and through forwarded ports to a listener of this program's; a server that says nothing; one that does not know the user.</summary>
class SshShells : SshScenario
{
    public override void Run()
    {
        int answered = 0, forwarded = 0;
        using (SshClient client = Connect())
        {
            Crowd(10, me =>
            {
                using (ShellStream shell = client.CreateShellStreamNoTerminal())
                {
                    for (int i = 0; i < 5; i++)
                    {
                        shell.WriteLine("echo $((" + me + " * 1000 + " + i + "))");
                        if (shell.ReadLine(TimeSpan.FromSeconds(30)) == "" + (me * 1000 + i))
                        {
                            Interlocked.Increment(ref answered);
                        }
                    }
                    if (shell.ReadLine(TimeSpan.FromMilliseconds(200)) != null)
                    {
                        throw new InvalidOperationException("a line that nobody wrote");
                    }
                }
            });
            Say("answered: " + answered);
            var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            Thread echo = Go(() =>
            {
                for (int i = 0; i < 10; i++)
                {
                    TcpClient peer = listener.AcceptTcpClient();
                    Go(() =>
                    {
                        using (peer)
                        {
                            peer.GetStream().CopyTo(peer.GetStream());
                        }
                    });
                }
            });
            var port = new ForwardedPortLocal("127.0.0.1", "127.0.0.1", (uint)((IPEndPoint)listener.LocalEndpoint).Port);
            client.AddForwardedPort(port);
            port.Start();
            Crowd(10, me =>
            {
                using (var through = new TcpClient("127.0.0.1", (int)port.BoundPort))
                {
                    byte[] data = new byte[100000 + me];
                    new Random(me).NextBytes(data);
                    Thread writer = Go(() =>
                    {
                        through.GetStream().Write(data, 0, data.Length);
                    });
                    byte[] back = new byte[data.Length];
                    through.GetStream().ReadExactly(back);
                    writer.Join();
                    if (back.AsSpan().SequenceEqual(data))
                    {
                        Interlocked.Increment(ref forwarded);
                    }
                }
            });
            port.Stop();
            echo.Join();
            listener.Stop();
            Say("forwarded: " + forwarded);
        }
        var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        Crowd(5, me =>
        {
            var info = new ConnectionInfo("127.0.0.1", ((IPEndPoint)silent.LocalEndpoint).Port, "user", new NoneAuthenticationMethod("user")) { Timeout = TimeSpan.FromMilliseconds(300) };
            using (var client = new SshClient(info))
            {
                client.Connect();
            }
        });
        silent.Stop();
        using (var client = new SshClient(Server[0], int.Parse(Server[1]), Server[2], "wrong"))
        {
            Try("a password instead", () => client.Connect());
        }
    }
}

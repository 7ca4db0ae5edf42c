using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Bench.Measures;

/// <summary>dnsmasq on a loopback address of its own, which answers for every name below wild.test; programs see it through files of their own.</summary>
internal sealed class NameServer : IDisposable
{
    private const string Address = "127.53.53.1";

    // An answer for n.wild.test, type A, class IN.
    private static readonly byte[] s_question =
        [1, 2, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, (byte)'n', 4, (byte)'w', (byte)'i', (byte)'l', (byte)'d', 4, (byte)'t', (byte)'e', (byte)'s', (byte)'t', 0, 0, 1, 0, 1];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bench-names-");
    private readonly Process _process;

    /// <exception cref="InvalidOperationException">It cannot be started here.</exception>
    internal NameServer()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "resolv.conf"), $"nameserver {Address}\n");
        File.WriteAllText(Path.Combine(_folder.FullName, "nsswitch.conf"), "hosts: files dns\n");
        try
        {
            _process = Process.Start(new ProcessStartInfo(
                "dnsmasq",
                ["--keep-in-foreground", "--conf-file=/dev/null", "--port=53", "--listen-address=" + Address, "--bind-interfaces", "--user=root", "--no-resolv", "--no-hosts",
                    "--dns-forward-max=2000", "--address=/wild.test/192.0.2.77", "--pid-file"])
            {
                RedirectStandardError = true,
            })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            _folder.Delete(recursive: true);
            throw new InvalidOperationException("dnsmasq cannot be started; the look-ups need it (Debian: dnsmasq-base), and root");
        }
        try
        {
            AwaitAnswer();
        }
        catch (InvalidOperationException)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The command that runs another with this name server, in a mount namespace of its own.</summary>
    internal IReadOnlyList<string> Enclose(IEnumerable<string> command) =>
    [
        "unshare", "--mount", "sh", "-c",
        $"mount --bind {_folder.FullName}/resolv.conf /etc/resolv.conf && mount --bind {_folder.FullName}/nsswitch.conf /etc/nsswitch.conf && exec \"$@\"", "sh", .. command,
    ];

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private void AwaitAnswer()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 100 };
        socket.Connect(IPAddress.Parse(Address), 53);
        for (int i = 0; i < 100 && !_process.HasExited; i++)
        {
            try
            {
                socket.Send(s_question);
                socket.Receive(new byte[512]);
                return;
            }
            catch (SocketException)
            {
                Thread.Sleep(20);
            }
        }
        throw new InvalidOperationException("dnsmasq does not answer" + (_process.HasExited ? ": " + _process.StandardError.ReadToEnd().Trim() : ""));
    }
}

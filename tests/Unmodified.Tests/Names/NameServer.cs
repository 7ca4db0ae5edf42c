using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Unmodified.Tests.Names;

/// <summary>
/// A real name server (dnsmasq) on an address of its own, and the files that make a program ask it. resolv.conf names no port, so the
/// server listens on port 53 of a loopback address, and the program sees its own files in a mount namespace of its own.
/// </summary>
public sealed class NameServer : IDisposable
{
    private const string Zones = """
        local=/test/localhost/invalid/
        local=//
        local=/2.0.192.in-addr.arpa/
        host-record=both.test,192.0.2.1,2001:db8::1
        host-record=v4.test,192.0.2.4
        host-record=v6.test,2001:db8::6
        host-record=many.test,198.51.100.9
        host-record=many.test,198.51.100.3
        host-record=many.test,198.51.100.7
        host-record=lo.test,127.0.0.1
        address=/wild.test/192.0.2.77
        cname=alias.test,both.test
        cname=chain.test,alias.test
        cname=dangling.test,nowhere.test
        txt-record=txt.test,hello
        host-record=www.corp.test,192.0.2.80
        host-record=Case.Test,192.0.2.81
        ptr-record=200.2.0.192.in-addr.arpa,twice-a.test
        ptr-record=200.2.0.192.in-addr.arpa,twice-b.test
        ptr-record=201.2.0.192.in-addr.arpa,gone.test
        """;

    // More than a datagram holds: the rest comes by TCP.
    private static readonly string Crowded = string.Join('\n', Enumerable.Range(1, 60).Select(i => $"host-record=crowded.test,198.51.100.{i}"));

    private const string HostsFile = """
        127.0.0.1 localhost
        192.0.2.50 filed.test filed-alias.test  # comment
        2001:db8::50 filed.test
        192.0.2.51 filed.test
        """;

    private readonly Upstream _upstream = new();
    private readonly Process _process;
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"names-{Guid.NewGuid():N}");
    private int _files;

    public NameServer()
    {
        Directory.CreateDirectory(_folder);
        Address = $"127.53.{Random.Shared.Next(256)}.{Random.Shared.Next(1, 255)}";
        string settings = NewFile("dnsmasq.conf", $"""
            port=53
            listen-address={Address}
            bind-interfaces
            user=root
            no-resolv
            no-hosts
            no-round-robin
            cache-size=0
            dns-forward-max=1000
            log-queries
            log-facility={LogPath}
            pid-file={Path.Combine(_folder, "pid")}
            server=/slow.test/127.0.0.1#{_upstream.Port}
            {Zones}
            {Crowded}
            """);
        _process = Process.Start(new ProcessStartInfo(Executable("dnsmasq") ?? "dnsmasq", ["--keep-in-foreground", "-C", settings]))!;
        WaitUntilItAnswers();
    }

    /// <summary>Why it cannot be started here, or null.</summary>
    internal static string? Missing { get; } =
        !Environment.IsPrivilegedProcess ? "needs root, for port 53"
        : Executable("dnsmasq") is null ? "needs dnsmasq (Debian: dnsmasq-base)"
        : !CanUnshare() ? "needs unshare(1) and leave to use it, for a mount namespace"
        : !NativeLibrary.TryLoad("libcares.so.2", out _) ? "needs c-ares (Debian: libc-ares2)" : null;

    internal string Address { get; }

    /// <summary>A question is asked once. The patience is for a busy machine: some answers take most of a second on purpose.</summary>
    internal string Settings => SettingsWith("timeout:10 attempts:1");

    private string LogPath => Path.Combine(_folder, "log");

    internal string SettingsWith(string options) => $"nameserver {Address}\nsearch corp.test\noptions {options}\n";

    /// <summary>Makes a program see files of its own in place of the machine's.</summary>
    /// <param name="info">The program.</param>
    /// <param name="resolvConf">Its resolv.conf; null for <see cref="Settings"/>.</param>
    /// <param name="hidden">A file that is empty for it.</param>
    internal void Enclose(ProcessStartInfo info, string? resolvConf = null, string? hidden = null)
    {
        string settings = NewFile("resolv.conf", resolvConf ?? Settings);
        string hosts = NewFile("hosts", HostsFile + $"\n127.0.0.1 {Dns.GetHostName()}\n");
        string switches = NewFile("nsswitch.conf", "hosts: files dns\n");
        string script = $"mount --bind {settings} /etc/resolv.conf && mount --bind {hosts} /etc/hosts && mount --bind {switches} /etc/nsswitch.conf"
            + (hidden is null ? "" : $" && mount --bind /dev/null {hidden}") + " && exec \"$@\"";
        string[] original = [info.FileName, .. info.ArgumentList];
        info.FileName = Executable("unshare")!;
        info.ArgumentList.Clear();
        foreach (string argument in (string[])["--mount", "sh", "-c", script, "sh", .. original])
        {
            info.ArgumentList.Add(argument);
        }
    }

    /// <summary>How often it was asked for an IPv4 address of a name.</summary>
    internal int Asked(string name) => File.ReadLines(LogPath).Count(l => l.Contains($"query[A] {name} ", StringComparison.Ordinal));

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _upstream.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static bool CanUnshare()
    {
        if (Executable("unshare") is not { } unshare)
        {
            return false;
        }
        using Process process = Process.Start(new ProcessStartInfo(unshare, ["--mount", "true"]) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private static string? Executable(string name) =>
        ((string[])["/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/sbin", "/usr/local/bin"]).Select(f => Path.Combine(f, name)).FirstOrDefault(File.Exists);

    private string NewFile(string name, string content)
    {
        string path = Path.Combine(_folder, $"{Interlocked.Increment(ref _files)}-{name}");
        File.WriteAllText(path, content);
        return path;
    }

    private void WaitUntilItAnswers()
    {
        // "v4.test", type A, class IN.
        byte[] question = [1, 2, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 2, (byte)'v', (byte)'4', 4, (byte)'t', (byte)'e', (byte)'s', (byte)'t', 0, 0, 1, 0, 1];
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 100 };
        socket.Connect(IPAddress.Parse(Address), 53);
        for (int i = 0; i < 300; i++)
        {
            try
            {
                socket.Send(question);
                socket.Receive(new byte[512]);
                return;
            }
            catch (SocketException)
            {
                Thread.Sleep(20);
            }
        }
        throw new InvalidOperationException("The name server does not answer.");
    }
}

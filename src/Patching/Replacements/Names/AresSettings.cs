using System.Net;
using System.Net.Sockets;
using System.Text;
using Shim.Green;
using Shim.Patching.Interop;

namespace Shim.Patching.Replacements.Names;

/// <summary>What resolv.conf and hosts said when they were read, and a channel that follows it.</summary>
internal sealed class AresSettings
{
    // Of a name, its dots included, and of what is between them.
    private const int LongestName = 253;
    private const int LongestLabel = 63;

    private static long s_count;

    private readonly FileState _resolvConfState;
    private readonly FileState _hostsState;
    private readonly HostsFile _hosts;
    private readonly string _hostName;

    private AresSettings(FileState resolvConfState, FileState hostsState, HostsFile hosts, string hostName, AresChannel? channel)
    {
        _resolvConfState = resolvConfState;
        _hostsState = hostsState;
        _hosts = hosts;
        _hostName = hostName;
        Channel = channel;
    }

    /// <summary>Counts up: of two, the one with more is the newer.</summary>
    internal long Number { get; } = Interlocked.Increment(ref s_count);

    /// <summary>Null when there is something in resolv.conf that c-ares cannot do.</summary>
    internal AresChannel? Channel { get; }

    /// <summary>Whether the files are still what they were. Two system calls; glibc looks each time, too.</summary>
    internal bool IsCurrent => Libc.StateOf("/etc/resolv.conf\0"u8).Equals(_resolvConfState) && Libc.StateOf("/etc/hosts\0"u8).Equals(_hostsState);

    /// <summary>Reads the files. A native thread; disks may be slow.</summary>
    internal static AresSettings Read(Hub hub)
    {
        // Their state first: what changes meanwhile is read again.
        FileState resolvConfState = Libc.StateOf("/etc/resolv.conf\0"u8);
        FileState hostsState = Libc.StateOf("/etc/hosts\0"u8);
        string hostName = Dns.GetHostName();
        HostsFile hosts = new(Content(HostsFile.Path));
        ResolvConf conf = ResolvConf.Parse(
            Content(ResolvConf.Path), Environment.GetEnvironmentVariable("RES_OPTIONS"), Environment.GetEnvironmentVariable("LOCALDOMAIN"), hostName);
        return new AresSettings(resolvConfState, hostsState, hosts, hostName, conf.IsBeyondAres ? null : AresChannel.Open(hub, conf));
    }

    /// <summary>
    /// Whether the answer is to come from a name server, and c-ares finds what glibc does. It does not where hosts(5) has something, for names
    /// with a meaning of their own, and for what is no host name at all: these are the system's resolver's.
    /// </summary>
    internal bool Covers(LookupKey key)
    {
        if (Channel is null)
        {
            return false;
        }

        if (key.Family == LookupKey.ByAddress)
        {
            // IPv4 in IPv6, and addresses of a scope, which glibc asks for as something else.
            return !_hosts.HasAddress(key.Text) && !key.Text.Contains('%', StringComparison.Ordinal) && !key.Text.StartsWith("::ffff:", StringComparison.Ordinal);
        }

        return (AddressFamily)key.Family is AddressFamily.Unspecified or AddressFamily.InterNetwork or AddressFamily.InterNetworkV6
            && IsPlainHostName(key.Text) && !HasAlias(key.Text) && !_hosts.HasName(key.Text) && !key.Text.Equals(_hostName, StringComparison.OrdinalIgnoreCase);
    }

    // What HOSTALIASES names is a file for names without dots, which glibc reads.
    private static bool HasAlias(string name) =>
        !name.Contains('.', StringComparison.Ordinal) && Environment.GetEnvironmentVariable("HOSTALIASES") is not null;

    private static bool IsPlainHostName(string name)
    {
        ReadOnlySpan<char> rest = name.EndsWith('.') ? name.AsSpan(0, name.Length - 1) : name;
        if (rest.Length is 0 or > LongestName)
        {
            return false;
        }

        while (true)
        {
            int dot = rest.IndexOf('.');
            ReadOnlySpan<char> label = dot < 0 ? rest : rest[..dot];
            if (label.Length is 0 or > LongestLabel || label[0] == '-')
            {
                return false;
            }

            foreach (char c in label)
            {
                if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
                {
                    return false;
                }
            }

            if (dot < 0)
            {
                // A number is an address to somebody; c-ares answers the others itself.
                return label.ContainsAnyExceptInRange('0', '9') && !IsOneOf(label, "localhost") && !IsOneOf(label, "onion");
            }

            rest = rest[(dot + 1)..];
        }
    }

    private static bool IsOneOf(ReadOnlySpan<char> label, string special) => label.Equals(special, StringComparison.OrdinalIgnoreCase);

    // Neither file has to be there, or readable.
    private static string Content(string path)
    {
        try
        {
            return Encoding.Latin1.GetString(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}

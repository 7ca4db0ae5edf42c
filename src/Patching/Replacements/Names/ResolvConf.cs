using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Shim.Patching.Replacements.Names;

/// <summary>
/// resolv.conf(5) as glibc 2.36 reads it (resolv/res_init.c). c-ares has a parser of its own, which knows other options and forgives other
/// mistakes: it is not asked.
/// </summary>
internal sealed class ResolvConf
{
    internal const string Path = "/etc/resolv.conf";

    // MAXNS, RES_MAXNDOTS, RES_MAXRETRANS, RES_MAXRETRY; RES_TIMEOUT, RES_DFLRETRY
    private const int MostServers = 3;
    private const int MostDots = 15;
    private const int LongestTimeout = 30;
    private const int MostAttempts = 5;

    private static readonly char[] s_blanks = [' ', '\t'];
    private static readonly char[] s_endOfAddress = [' ', '\t', ';', '#'];

    private readonly List<string> _servers = [];

    private ResolvConf()
    {
    }

    /// <summary>Addresses, the first one asked first.</summary>
    internal IReadOnlyList<string> Servers => _servers;

    internal string[] Domains { get; private set; } = [];

    internal int Dots { get; private set; } = 1;

    /// <summary>In seconds.</summary>
    internal int Timeout { get; private set; } = 5;

    internal int Attempts { get; private set; } = 2;

    internal bool Rotates { get; private set; }

    internal bool UsesTcp { get; private set; }

    /// <summary>Something is asked for that c-ares cannot do.</summary>
    internal bool IsBeyondAres { get; private set; }

    /// <summary>
    /// How long glibc asks a server that does not answer: its attempts at all servers, the patience with each of them (send_dg of
    /// resolv/res_send.c), in milliseconds.
    /// </summary>
    internal int PatienceMilliseconds
    {
        get
        {
            int round = 0;
            for (int i = 0; i < _servers.Count; i++)
            {
                int seconds = Timeout << i;
                round += Math.Max(i == 0 ? seconds : seconds / _servers.Count, 1);
            }

            return Attempts * round * 1000;
        }
    }

    /// <param name="text">The content of the file; empty if there is none.</param>
    /// <param name="options">The variable RES_OPTIONS, or null.</param>
    /// <param name="localDomain">The variable LOCALDOMAIN, or null.</param>
    /// <param name="hostName">This machine's.</param>
    internal static ResolvConf Parse(string text, string? options, string? localDomain, string hostName)
    {
        ResolvConf conf = new();
        string[]? domains = null;
        foreach (string line in text.Split('\n'))
        {
            if (Directive(line, "nameserver") is { } server)
            {
                conf.AddServer(server);
            }
            else if (Directive(line, "search") is { } list)
            {
                domains = Words(list);
            }
            else if (Directive(line, "domain") is { } domain)
            {
                domains = Words(domain) is [string only, ..] ? [only] : domains;
            }
            else if (Directive(line, "options") is { } lineOptions)
            {
                conf.Apply(lineOptions);
            }
        }

        conf.Apply(options ?? "");
        if (localDomain is not null)
        {
            domains = Words(localDomain);
        }

        if (domains is null)
        {
            int dot = hostName.IndexOf('.', StringComparison.Ordinal);
            domains = dot < 0 ? [] : [hostName[(dot + 1)..]];
        }

        conf.Domains = Array.FindAll(Array.ConvertAll(domains, static d => d.TrimEnd('.')), static d => d.Length > 0);
        if (conf._servers.Count == 0)
        {
            conf._servers.Add("127.0.0.1");
        }

        return conf;
    }

    // Only at the beginning of a line, and only with a blank behind it.
    private static string? Directive(string line, string name) =>
        line.Length > name.Length && line.StartsWith(name, StringComparison.Ordinal) && line[name.Length] is ' ' or '\t' ? line[(name.Length + 1)..] : null;

    private static string[] Words(string text) => text.Split(s_blanks, StringSplitOptions.RemoveEmptyEntries);

    private void AddServer(string text)
    {
        text = text.TrimStart(s_blanks);
        int end = text.IndexOfAny(s_endOfAddress);
        text = end < 0 ? text : text[..end];
        if (_servers.Count < MostServers && IPAddress.TryParse(text, out IPAddress? address))
        {
            IsBeyondAres |= address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId != 0;
            _servers.Add(address.ToString());
        }
    }

    private void Apply(string options)
    {
        foreach (string option in Words(options))
        {
            if (Value(option, "ndots:") is { } dots)
            {
                Dots = Math.Min(dots, MostDots);
            }
            else if (Value(option, "timeout:") is { } timeout)
            {
                Timeout = Math.Min(timeout, LongestTimeout);
            }
            else if (Value(option, "attempts:") is { } attempts)
            {
                Attempts = Math.Min(attempts, MostAttempts);
            }
            else
            {
                Rotates |= option.StartsWith("rotate", StringComparison.Ordinal);
                UsesTcp |= option.StartsWith("use-vc", StringComparison.Ordinal);
                IsBeyondAres |= IsLimit(option);
            }
        }

        // Not one attempt: an answer of its own, which glibc gives.
        IsBeyondAres |= Attempts <= 0;
    }

    // Not both families at once; not the name alone.
    private static bool IsLimit(string option) =>
        option.StartsWith("no-aaaa", StringComparison.Ordinal) || option.StartsWith("no-tld-query", StringComparison.Ordinal) || option.StartsWith("no_tld_query", StringComparison.Ordinal);

    // As atoi(3): the digits at the beginning, 0 if there are none.
    private static int? Value(string option, string name)
    {
        if (!option.StartsWith(name, StringComparison.Ordinal))
        {
            return null;
        }

        ReadOnlySpan<char> digits = option.AsSpan(name.Length);
        int end = digits.IndexOfAnyExceptInRange('0', '9');
        digits = end < 0 ? digits : digits[..end];
        return digits.IsEmpty ? 0 : int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : int.MaxValue;
    }
}

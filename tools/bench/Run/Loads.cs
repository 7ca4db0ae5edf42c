using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Bench.Run;

/// <summary>What puts servers under load, from the other core.</summary>
internal static partial class Loads
{
    internal const string PerSecond = "requests/s";
    internal const string P50 = "p50 ms";
    internal const string P99 = "p99 ms";
    internal const string CpuEach = "CPU us";
    internal const string Tasks = "OS threads";
    internal const string Rss = "MiB";

    private static readonly Dictionary<string, string> s_nothing = [];

    /// <summary>64-byte messages, one under way on each connection, by the demo's load generator.</summary>
    internal static IReadOnlyDictionary<string, double> Echo(PinnedProcess server, int port, int connections, RunOptions options)
    {
        string[] command =
        [
            "dotnet", Places.Green, "load", "--port", Text(port), "--connections", Text(connections), "--warmup", Text(options.WarmUp),
            "--seconds", Text(options.Seconds), "--pid", Text(server.Pid),
        ];
        using var load = new PinnedProcess(command, PinnedProcess.LoadCore, s_nothing);
        using JsonDocument document = JsonDocument.Parse(string.Concat(load.AwaitResults(TimeSpan.FromSeconds(60))));
        double Get(string name) => document.RootElement.GetProperty(name).GetDouble();
        if (document.RootElement.GetProperty("Error").GetString() is { } error)
        {
            throw new InvalidOperationException(error);
        }
        return new Dictionary<string, double>
        {
            [PerSecond] = Get("Requests") / Get("Seconds"),
            [P50] = Get("P50Us") / 1000,
            [P99] = Get("P99Us") / 1000,
            [CpuEach] = Get("ServerCpuSeconds") * 1e6 / Get("Requests"),
            [Tasks] = Get("ServerThreads"),
            [Rss] = Get("ServerRssMb"),
        };
    }

    /// <summary>GET /plaintext, by wrk.</summary>
    internal static IReadOnlyDictionary<string, double> Wrk(PinnedProcess server, int port, int connections, RunOptions options)
    {
        // wrk takes whole seconds only, and what a server does for each new connection is in them: more of them where there are many.
        string seconds = Text(Math.Ceiling(options.Seconds + (connections / 500)));
        double cpu = ProcessNumbers.CpuSeconds(server.Pid);
        string[] command = ["wrk", "-t1", "-c", Text(connections), "-d", seconds + "s", "--latency", $"http://127.0.0.1:{port}/plaintext"];
        using var load = new PinnedProcess(command, PinnedProcess.LoadCore, s_nothing);
        string said = string.Join('\n', load.AwaitResults(TimeSpan.FromSeconds(60)));
        cpu = ProcessNumbers.CpuSeconds(server.Pid) - cpu;
        Match done = WrkTotal().Match(said);
        if (!done.Success || said.Contains("Non-2xx", StringComparison.Ordinal))
        {
            throw new InvalidOperationException("wrk did not get the right answers: " + said.ReplaceLineEndings(" "));
        }
        double requests = double.Parse(done.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        if (requests == 0)
        {
            throw new InvalidOperationException("no answer at all");
        }
        return new Dictionary<string, double>
        {
            [PerSecond] = double.Parse(WrkRate().Match(said).Groups[1].ValueSpan, CultureInfo.InvariantCulture),
            [P50] = WrkTime(said, "50%"),
            [P99] = WrkTime(said, "99%"),
            [CpuEach] = cpu * 1e6 / requests,
            [Tasks] = ProcessNumbers.Tasks(server.Pid),
            [Rss] = ProcessNumbers.RssKib(server.Pid) / 1024,
        };
    }

    /// <summary>64-byte messages through TLS, one under way on each connection, by a client in Go.</summary>
    internal static IReadOnlyDictionary<string, double> Tls(PinnedProcess server, int port, int connections, RunOptions options)
    {
        string[] command =
        [
            Places.GoPeers, "tls-load", Text(port), Text(connections), Text((int)(options.WarmUp * 1000)), Text((int)(options.Seconds * 1000)),
        ];
        using var load = new PinnedProcess(command, PinnedProcess.LoadCore, s_nothing);
        Dictionary<string, double> said = ResultLines.Parse(load.AwaitResults(TimeSpan.FromSeconds(60)));
        return new Dictionary<string, double>
        {
            [PerSecond] = said["requests/s"],
            [P50] = said["ms p50"],
            [P99] = said["ms p99"],
            [Tasks] = ProcessNumbers.Tasks(server.Pid),
            [Rss] = ProcessNumbers.RssKib(server.Pid) / 1024,
        };
    }

    private static double WrkTime(string said, string percentile)
    {
        Match match = Regex.Match(said, Regex.Escape(percentile) + @"\s+([0-9.]+)(us|ms|s)");
        double value = double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        return match.Groups[2].Value switch { "us" => value / 1000, "ms" => value, _ => value * 1000 };
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(\d+) requests in")]
    private static partial Regex WrkTotal();

    [GeneratedRegex(@"Requests/sec:\s+([0-9.]+)")]
    private static partial Regex WrkRate();
}

using Green.Load;

namespace Green.Demo;

/// <summary>
/// Runs the three servers side by side, all up at once, and drives one at a time. Rounds are interleaved and begin with another server each time, so that
/// a noisy neighbour or a warming machine hits all alike. The first is warmed up for longer: a runtime that has one processor compiles for good after seconds only.
/// </summary>
internal sealed class DemoRunner(DemoOptions options, Cores? cores, Action<string> progress, CancellationToken stop)
{
    internal IReadOnlyList<DemoRow> Run()
    {
        var rows = new List<DemoRow>();
        foreach (int connections in options.Connections)
        {
            rows.AddRange(Run(connections));
        }
        return rows;
    }

    private IEnumerable<DemoRow> Run(int connections)
    {
        IReadOnlyList<DemoVariant> variants = options.Variants;
        var servers = new EchoServerProcess?[variants.Count];
        var errors = new string?[variants.Count];
        List<LoadResult>[] results = [.. variants.Select(_ => new List<LoadResult>())];
        try
        {
            for (int i = 0; i < servers.Length; i++)
            {
                try
                {
                    servers[i] = EchoServerProcess.Start(variants[i], cores?.Server, options.Switcher);
                }
                catch (InvalidOperationException e)
                {
                    errors[i] = e.Message;
                }
            }
            for (int round = 0; round < options.Rounds; round++)
            {
                for (int k = 0; k < servers.Length; k++)
                {
                    int i = (round + k) % servers.Length;
                    stop.ThrowIfCancellationRequested();
                    if (servers[i] is { } server && errors[i] is null)
                    {
                        progress($"{connections} connections, round {round + 1} of {options.Rounds}: {DemoTable.Name(server.Variant)}");
                        LoadResult result = Drive(server, connections, isFirst: round == 0);
                        results[i].Add(result);
                        errors[i] = result.Error;
                    }
                }
            }
        }
        finally
        {
            for (int i = 0; i < servers.Length; i++)
            {
                string? trouble = servers[i]?.Stop();
                // What the server said when it died explains more than what the load saw of it.
                errors[i] = trouble ?? errors[i];
                servers[i]?.Dispose();
            }
        }
        return Summarise(connections, results, errors);
    }

    private LoadResult Drive(EchoServerProcess server, int connections, bool isFirst)
    {
        var load = new LoadOptions { Port = server.Port, Connections = connections, Seconds = options.Seconds, ServerPid = server.Pid };
        if (isFirst)
        {
            load = load with { WarmupSeconds = options.WarmUpSeconds };
        }
        return LoadProcess.Run(load, cores?.Load);
    }

    private IEnumerable<DemoRow> Summarise(int connections, List<LoadResult>[] results, string?[] errors)
    {
        // Round by round: both ran within the same few seconds then, on a machine that may be faster or slower in others.
        double? Over(List<LoadResult> ours, DemoVariant variant)
        {
            int i = options.Variants.ToList().IndexOf(variant);
            return i < 0 || errors[i] is not null ? null : Median(ours.Zip(results[i], (a, b) => a.PerSecond / b.PerSecond));
        }

        for (int i = 0; i < results.Length; i++)
        {
            List<LoadResult> good = errors[i] is null ? results[i] : [];
            var row = new DemoRow { Variant = DemoTable.Name(options.Variants[i]), Connections = connections, Rounds = good.Count, Error = errors[i] };
            if (good.Count > 0)
            {
                row = row with
                {
                    RequestsPerSecond = Median(good.Select(r => r.PerSecond)),
                    P50Us = Median(good.Select(r => r.P50Us)),
                    P99Us = Median(good.Select(r => r.P99Us)),
                    Threads = (int)Median(good.Select(r => (double)r.ServerThreads)),
                    RssMb = Median(good.Select(r => r.ServerRssMb)),
                    ServerCpu = Median(good.Select(r => r.ServerCpuSeconds / r.Seconds)),
                    ServerCpuUsPerRequest = Median(good.Select(r => r.ServerCpuUsPerRequest)),
                    LoadCpu = Median(good.Select(r => r.LoadCpuSeconds / r.Seconds)),
                    Starved = good.Max(r => r.Starved),
                    OverAsync = Over(good, DemoVariant.Async),
                    OverThreads = Over(good, DemoVariant.Threads),
                };
            }
            yield return row;
        }
    }

    private static double Median(IEnumerable<double> all)
    {
        double[] values = [.. all.Order()];
        int middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}

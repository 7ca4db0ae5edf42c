using System.Globalization;
using Spectre.Console;

namespace Green.Demo;

/// <summary>The demo's result as people read it.</summary>
internal static class DemoTable
{
    internal static string Name(DemoVariant variant) => variant switch
    {
        DemoVariant.Threads => "stock threads",
        DemoVariant.Async => "async rewrite",
        _ => "GreenShim",
    };

    internal static void Print(IAnsiConsole console, IReadOnlyList<DemoRow> rows, Cores? cores)
    {
        // Redirected output has no width of its own; the tables fit any terminal.
        console.Profile.Width = Math.Max(console.Profile.Width, 90);
        foreach (IGrouping<int, DemoRow> group in rows.GroupBy(r => r.Connections))
        {
            console.Write(Of(group));
        }
        Notes(console, rows, cores);
    }

    private static Table Of(IGrouping<int, DemoRow> rows)
    {
        Table table = new Table().Border(TableBorder.Simple).Title($"{Text(rows.Key, "N0")} connections");
        table.AddColumn(new TableColumn("server").Padding(0, 1).NoWrap());
        foreach (string name in (string[])["req/s", "p50 ms", "p99 ms", "threads", "MiB", "CPU us/req", "x async", "x threads"])
        {
            table.AddColumn(new TableColumn(name).RightAligned().Padding(0, 0).NoWrap());
        }
        foreach (DemoRow row in rows)
        {
            if (row.Error is not null)
            {
                table.AddRow(new Markup(row.Variant), new Markup("[red]failed[/]"));
                continue;
            }
            table.AddRow(
                row.Variant,
                Text(row.RequestsPerSecond, "N0"),
                Text(row.P50Us / 1000, "F2"),
                Text(row.P99Us / 1000, "F2"),
                Text(row.Threads, "N0"),
                Text(row.RssMb, "F0"),
                Text(row.ServerCpuUsPerRequest, "F1"),
                Text(row.OverAsync, "F2"),
                Text(row.OverThreads, "F2"));
        }
        return table;
    }

    private static void Notes(IAnsiConsole console, IReadOnlyList<DemoRow> rows, Cores? cores)
    {
        console.WriteLine(cores is null
            ? "Nothing is pinned: this machine offers one core only. Servers and load disturb one another; take the ratios with care."
            : $"Each server had core {cores.Server} to itself, the load had core {cores.Load}; 64-byte messages, one under way per connection; medians, ratios round by round.");
        if (rows.Any(r => r.Error is null))
        {
            console.WriteLine($"CPU use, servers: {Cpu(rows, r => r.ServerCpu)}; load: {Cpu(rows, r => r.LoadCpu)}.");
        }
        foreach (DemoRow row in rows)
        {
            if (row.Error is not null)
            {
                console.WriteLine($"{row.Variant}, {row.Connections} connections: {row.Error}");
            }
            if (row.Starved > 0)
            {
                console.WriteLine($"{row.Variant}, {row.Connections} connections: up to {row.Starved} connections got no reply at all in a round.");
            }
            // A server with CPU to spare while the load has none was not the bottleneck: its number is a lower bound.
            if (row.LoadCpu > 0.95 && row.ServerCpu < 0.95)
            {
                console.WriteLine($"{row.Variant}, {row.Connections} connections: the load generator was the bottleneck; the server could do more.");
            }
        }
    }

    private static string Cpu(IReadOnlyList<DemoRow> rows, Func<DemoRow, double> of)
    {
        double[] percent = [.. rows.Where(r => r.Error is null).Select(r => of(r) * 100)];
        return $"{Text(percent.Min(), "F0")} to {Text(percent.Max(), "F0")} %";
    }

    private static string Text(double? value, string format) => value is { } v ? v.ToString(format, CultureInfo.InvariantCulture) : "-";
}

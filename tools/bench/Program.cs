using System.Globalization;
using Bench.Interop;
using Bench.Loop;
using Spectre.Console;

namespace Bench;

/// <summary>`bench [names]`: the measures that the project promises, in one table. Without names: all.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        if (args is ["--measure", var own])
        {
            double measured;
            if (TaskMeasures.Has(own))
            {
                measured = TaskMeasures.Run(own);
            }
            else if (FileMeasures.Has(own))
            {
                measured = FileMeasures.Run(own);
            }
            else
            {
                // Before anything starts a thread: all that do so inherit the core.
                _ = Libc.SetAffinity(0);
                measured = MicroMeasures.Run(own);
            }
            Console.WriteLine(measured.ToString("R", CultureInfo.InvariantCulture));
            return 0;
        }
        if (args is ["--loop-server"])
        {
            LoopServer.Run();
            return 0;
        }
        string? unknown = args.FirstOrDefault(a => !Suite.Measures.ContainsKey(a));
        if (unknown is not null)
        {
            Console.Error.WriteLine($"bench: there is no measure '{unknown}'; there are {string.Join(", ", Suite.Measures.Keys)}.");
            return 2;
        }
        Table table = new Table().Border(TableBorder.Simple).AddColumn("measure");
        table.AddColumn(new TableColumn("here").RightAligned().NoWrap()).AddColumn(new TableColumn("to reach").RightAligned().NoWrap()).AddColumn("");
        bool failed = false;
        foreach (string name in args.Length > 0 ? args : [.. Suite.Measures.Keys])
        {
            Console.Error.WriteLine($"measuring {name} ...");
            foreach (Row row in Rows(name))
            {
                failed |= row.IsMet == false;
                table.AddRow(new Text(row.Name), new Text(row.Value), new Text(row.Target), new Markup(row.IsMet switch
                {
                    true => "[green]met[/]",
                    false => "[red]missed[/]",
                    null => "",
                }));
            }
        }
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 110);
        AnsiConsole.Write(table);
        return failed ? 1 : 0;
    }

    private static IEnumerable<Row> Rows(string name)
    {
        try
        {
            return [.. Suite.Measures[name]()];
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or KeyNotFoundException or System.Text.Json.JsonException)
        {
            return [new Row(name, "failed: " + e.Message, "", false)];
        }
    }
}

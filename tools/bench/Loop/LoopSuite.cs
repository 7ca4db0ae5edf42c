using System.Globalization;
using Bench.Measures;

namespace Bench.Loop;

/// <summary>`bench loop`: the loop against libev, in C, both on epoll and on one core, in rounds that alternate.</summary>
internal static class LoopSuite
{
    private const int RingRounds = 7;
    private const int TimersRounds = 5;
    private const double RingLimit = 1.5;
    private const double TimersLimit = 2;
    private const int Timers = 1_000_000;

    internal static IEnumerable<Row> Run(string root, string self)
    {
        using var libev = new Rival(LibevProgram.Build(root));
        using var ours = new Rival("dotnet", self, "--loop-server");
        WarmUp(ours);
        foreach (bool isTimed in (bool[])[false, true])
        {
            foreach (int watchers in (int[])[100, 1000, Math.Min(10_000, MostPairs())])
            {
                foreach (int active in (int[])[1, 10, 100])
                {
                    yield return Ring(ours, libev, watchers, active, isTimed);
                }
            }
        }
        foreach (int watchers in (int[])[100, 1000])
        {
            List<(double[] Ours, double[] Libev)> rounds = Alternate(ours, libev, $"ready {watchers}", RingRounds);
            yield return Compare($"loop: {watchers:N0} always ready, an event", rounds, 0, RingLimit);
        }
        foreach (Row row in TimerRows(ours, libev))
        {
            yield return row;
        }
    }

    /// <summary>A pair takes two descriptors, and the usual hard limit is not more than 20,000 of them.</summary>
    private static int MostPairs()
    {
        string line = File.ReadLines("/proc/self/limits").First(l => l.StartsWith("Max open files", StringComparison.Ordinal));
        string hard = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[4];
        return int.TryParse(hard, NumberStyles.None, CultureInfo.InvariantCulture, out int limit) ? (limit - 200) / 2 : int.MaxValue;
    }

    // Both are to be measured in the state that they stay in; the runtime compiles the hot paths anew after 30 calls and a quiet moment.
    private static void WarmUp(Rival ours)
    {
        for (int i = 0; i < 8; i++)
        {
            ours.Round("ring 100 10 1");
            ours.Round("ready 100");
            ours.Round("timers 10000");
            Thread.Sleep(100);
        }
    }

    private static Row Ring(Rival ours, Rival libev, int watchers, int active, bool isTimed)
    {
        string command = $"ring {watchers} {active} {(isTimed ? 1 : 0)}";
        List<(double[] Ours, double[] Libev)> rounds = Alternate(ours, libev, command, RingRounds);
        return Compare(
            $"loop: {watchers:N0} watchers{(isTimed ? " + timers" : "")}, {active} active, an event", rounds, 0, RingLimit);
    }

    private static IEnumerable<Row> TimerRows(Rival ours, Rival libev)
    {
        List<(double[] Ours, double[] Libev)> rounds = Alternate(ours, libev, $"timers {Timers}", TimersRounds);
        string[] names = ["start", "again", "fire"];
        for (int i = 0; i < names.Length; i++)
        {
            yield return Compare($"loop: {Timers:N0} timers, {names[i]}", rounds, i, TimersLimit);
        }
    }

    private static List<(double[] Ours, double[] Libev)> Alternate(Rival ours, Rival libev, string command, int count)
    {
        ours.Round(command);
        libev.Round(command);
        return [.. Enumerable.Range(0, count).Select(_ => (ours.Round(command), libev.Round(command)))];
    }

    private static Row Compare(string name, List<(double[] Ours, double[] Libev)> rounds, int column, double limit)
    {
        double ours = Measure.Median(rounds.Select(r => r.Ours[column]));
        double libev = Measure.Median(rounds.Select(r => r.Libev[column]));
        double bytes = rounds.Max(r => r.Ours[^1]);
        double ratio = ours / libev;
        return new Row(name, $"{ratio:F2} x ({ours:F0}/{libev:F0} ns, {bytes:F1} B)", $"{limit:F1} x, 0 B", ratio <= limit && bytes == 0);
    }
}

using System.Diagnostics;
using Shim;

namespace Bench.Measures;

/// <summary>Starting children one after the other, and what that does to other threads.</summary>
internal static class ChildMeasures
{
    private const int Count = 200;

    internal static bool Has(string name) => name.StartsWith("children-", StringComparison.Ordinal);

    /// <returns>Milliseconds.</returns>
    internal static double Run(string name)
    {
        if (name != "children-stock")
        {
            GreenShim.PatchAll(new PatchOptions { Groups = name == "children-unpatched" ? ["-processes"] : null });
        }
        Start(20);
        double pause = 0;
        bool isOver = false;
        var other = new Thread(() =>
        {
            while (!Volatile.Read(ref isOver))
            {
                long from = Stopwatch.GetTimestamp();
                Thread.Sleep(1);
                pause = Math.Max(pause, Stopwatch.GetElapsedTime(from).TotalMilliseconds - 1);
            }
        });
        other.Start();
        Thread.Sleep(20);
        pause = 0;
        long start = Stopwatch.GetTimestamp();
        List<Process> children = Start(Count);
        double each = Stopwatch.GetElapsedTime(start).TotalMilliseconds / Count;
        Volatile.Write(ref isOver, true);
        other.Join();
        children.ForEach(child => child.WaitForExit());
        return name is "children-each" or "children-stock" ? each : pause;
    }

    private static List<Process> Start(int count) => [.. Enumerable.Range(0, count).Select(_ => Process.Start("/bin/true"))];
}

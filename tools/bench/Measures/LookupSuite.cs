using Bench.Run;

namespace Bench.Measures;

/// <summary>
/// `bench lookups`: a thousand threads look a name up at once, of a name server on this machine, while another sleeps a millisecond at a time. How late
/// it wakes up is the longest time for which the loop stood still, and what the system's other threads took of the processors beside.
/// </summary>
internal static class LookupSuite
{
    private const int Count = 1000;
    private const int Rounds = 7;

    // In the first round the framework loads what it counts look-ups with, stock and shimmed alike.
    private const int WarmUp = 2;

    internal static IEnumerable<Row> Run()
    {
        using var server = new NameServer();
        foreach (string resolver in (string[])["stock", "thread", "ares"])
        {
            IReadOnlyDictionary<string, string> environment = resolver == "stock" ? new Dictionary<string, string>() : Sides.Hook(("GREENSHIM_RESOLVER", resolver));
            string[] command = [.. server.Enclose(["dotnet", Places.Workloads, "lookups", $"{Count}", $"{Rounds}"])];
            Dictionary<string, double> said = ResultLines.Parse(
                ChildProcess.Run(command[0], command[1..], [.. environment.Select(e => (e.Key, e.Value))]).Split('\n', StringSplitOptions.RemoveEmptyEntries));
            double[] Of(string name) => [.. Enumerable.Range(WarmUp, Rounds - WarmUp).Select(i => said[$"{name} {i}"])];
            double late = Measure.Median(Of("late ms max"));
            bool isOurs = resolver != "stock";
            string title = $"{Count:N0} look-ups at once, {(isOurs ? "resolver " + resolver : "stock threads")}";
            yield return new Row($"{title}: all answered after", $"{Measure.Median(Of("ms")):F0} ms", "", null);
            yield return new Row($"{title}: failed", $"{Of("failed").Sum():N0}", isOurs ? "0" : "", isOurs ? Of("failed").Sum() == 0 : null);
            yield return new Row($"{title}: another thread late at most", $"{late:F1} ms", isOurs ? "5 ms" : "", isOurs ? late <= 5 : null);
        }
    }
}

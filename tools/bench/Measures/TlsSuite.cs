using System.Diagnostics;
using System.Globalization;

namespace Bench.Measures;

/// <summary>
/// `bench tls`: a blocking echo server over TLS, stock and as green threads, on a core of its own; the load is the same program, on green threads, on the
/// other core. Rounds alternate.
/// </summary>
internal static class TlsSuite
{
    private const int Rounds = 3;
    private const int Connections = 100;
    private const int Seconds = 3;

    internal static IEnumerable<Row> Run(string app, string green)
    {
        var stock = new List<(double Rate, double Cpu)>();
        var shimmed = new List<(double Rate, double Cpu)>();
        for (int i = 0; i < Rounds; i++)
        {
            stock.Add(Round(app, green, "stock"));
            shimmed.Add(Round(app, green, "auto"));
        }
        double before = Measure.Median(stock.Select(r => r.Rate)), after = Measure.Median(shimmed.Select(r => r.Rate));
        double cpuBefore = Measure.Median(stock.Select(r => r.Cpu)), cpuAfter = Measure.Median(shimmed.Select(r => r.Cpu));
        yield return new Row($"SslStream echo, {Connections} connections, threads", $"{before:N0} req/s", "", null);
        yield return new Row($"SslStream echo, {Connections} connections, GreenShim", $"{after:N0} req/s", "", null);
        yield return new Row("the same, over threads", $"{after / before:F2} x", "1.3 x", after / before >= 1.3);
        // The rate is the server's only as long as the load is faster than it.
        yield return new Row("the server's CPU time a request, threads", $"{cpuBefore:F1} us", "", null);
        yield return new Row("the server's CPU time a request, GreenShim", $"{cpuAfter:F1} us", "", null);
    }

    private static (double Rate, double Cpu) Round(string app, string green, string mode)
    {
        using Process server = Process.Start(new ProcessStartInfo("taskset", ["-c", "0", .. Command(app, green, mode), "serve"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        })!;
        string greeting = server.StandardOutput.ReadLine() ?? throw new InvalidOperationException("the server did not start");
        string port = greeting[(greeting.LastIndexOf(' ') + 1)..];
        using Process load = Process.Start(new ProcessStartInfo(
            "taskset",
            ["-c", "1", .. Command(app, green, "auto"), "load", port, Connections.ToString(CultureInfo.InvariantCulture), Seconds.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
        })!;
        // From a moment when everything is connected and compiled to one before it ends.
        Thread.Sleep(Seconds * 1000);
        (double cpu, double requests) first = Ask(server);
        string? rate = load.StandardOutput.ReadLine();
        (double cpu, double requests) last = Ask(server);
        load.WaitForExit();
        server.StandardInput.Close();
        server.WaitForExit();
        return (double.Parse(rate ?? "", CultureInfo.InvariantCulture), (last.cpu - first.cpu) * 1000 / (last.requests - first.requests));
    }

    private static (double Cpu, double Requests) Ask(Process server)
    {
        server.StandardInput.WriteLine();
        server.StandardInput.Flush();
        string[] parts = server.StandardOutput.ReadLine()!.Split(' ');
        return (double.Parse(parts[0], CultureInfo.InvariantCulture), double.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    private static string[] Command(string app, string green, string mode) =>
        mode == "stock" ? ["dotnet", app] : ["dotnet", green, "run", "--required", "--switcher", mode, app];
}

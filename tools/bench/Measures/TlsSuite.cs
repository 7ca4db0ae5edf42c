using System.Diagnostics;
using System.Globalization;
using Bench.Interop;

namespace Bench.Measures;

/// <summary>
/// `bench tls`: a blocking echo server over TLS, stock and as green threads, both up on one core; the load of each is the same program, on green threads, on
/// the other core. They take turns of half a second, so that a machine whose speed changes changes it for both: the load that is not at work is stopped.
/// </summary>
internal static class TlsSuite
{
    private const int Turns = 20;
    private const int Connections = 100;
    private const int SigCont = 18;
    private const int SigStop = 19;

    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_turn = TimeSpan.FromSeconds(0.5);

    internal static IEnumerable<Row> Run(string app, string green)
    {
        using var stock = new Pair(app, green, "stock");
        using var shimmed = new Pair(app, green, "auto");
        Pair[] pairs = [stock, shimmed];
        foreach (Pair pair in pairs)
        {
            pair.Turn(s_warmUp);
        }
        List<(double Rate, double Cpu)>[] turns = [[], []];
        for (int i = 0; i < Turns; i++)
        {
            for (int k = 0; k < pairs.Length; k++)
            {
                int side = (i + k) % pairs.Length;
                turns[side].Add(pairs[side].Turn(s_turn));
            }
        }
        double[] ratios = [.. turns[0].Zip(turns[1], (a, b) => b.Rate / a.Rate).Order()];
        double ratio = Measure.Median(ratios);
        yield return new Row($"SslStream echo, {Connections} connections, threads", $"{Measure.Median(turns[0].Select(t => t.Rate)):N0} req/s", "", null);
        yield return new Row($"SslStream echo, {Connections} connections, GreenShim", $"{Measure.Median(turns[1].Select(t => t.Rate)):N0} req/s", "", null);
        yield return new Row("the same, over threads, turn by turn", $"{ratio:F2} x", "1.3 x", ratio >= 1.3);
        yield return new Row("the middle half of the turns", $"{ratios[Turns / 4]:F2}-{ratios[Turns * 3 / 4]:F2} x", "", null);
        // The rate is the server's only as long as the load is faster than it.
        yield return new Row("the server's CPU time a request, threads", $"{turns[0].Average(t => t.Cpu):F1} us", "", null);
        yield return new Row("the server's CPU time a request, GreenShim", $"{turns[1].Average(t => t.Cpu):F1} us", "", null);
    }

    /// <summary>A server and its load.</summary>
    private sealed class Pair : IDisposable
    {
        // Longer than all turns: it is ended, not awaited.
        private const string Endless = "600";

        private readonly Process _server;
        private readonly Process _load;

        internal Pair(string app, string green, string mode)
        {
            _server = Process.Start(new ProcessStartInfo("taskset", ["-c", "0", .. Command(app, green, mode), "serve"])
            {
                RedirectStandardInput = true, RedirectStandardOutput = true,
            })!;
            string greeting = _server.StandardOutput.ReadLine() ?? throw new InvalidOperationException("the server did not start");
            string port = greeting[(greeting.LastIndexOf(' ') + 1)..];
            _load = Process.Start(new ProcessStartInfo("taskset", ["-c", "1", .. Command(app, green, "auto"), "load", port, $"{Connections}", Endless])
            {
                RedirectStandardOutput = true,
            })!;
            // All are connected when there are requests.
            for (int i = 0; Ask().Requests == 0; i++)
            {
                if (i == 300 || _load.HasExited)
                {
                    Dispose();
                    throw new InvalidOperationException("the load did not start");
                }
                Thread.Sleep(100);
            }
            Signal(SigStop);
        }

        /// <summary>Requests a second, and microseconds of the server's processor time for each, of a time for which the load is at work.</summary>
        internal (double Rate, double Cpu) Turn(TimeSpan time)
        {
            Signal(SigCont);
            // Until what stood still runs again.
            Thread.Sleep(50);
            (double cpu, double requests) first = Ask();
            long from = Stopwatch.GetTimestamp();
            Thread.Sleep(time);
            (double cpu, double requests) last = Ask();
            double seconds = Stopwatch.GetElapsedTime(from).TotalSeconds;
            Signal(SigStop);
            double count = last.requests - first.requests;
            return count > 0 ? (count / seconds, (last.cpu - first.cpu) * 1000 / count) : throw new InvalidOperationException("no request in half a second");
        }

        public void Dispose()
        {
            _load.Kill();
            _load.WaitForExit();
            _load.Dispose();
            _server.StandardInput.Close();
            _server.WaitForExit();
            _server.Dispose();
        }

        private (double Cpu, double Requests) Ask()
        {
            _server.StandardInput.WriteLine();
            _server.StandardInput.Flush();
            string[] parts = (_server.StandardOutput.ReadLine() ?? throw new InvalidOperationException("the server ended")).Split(' ');
            return (double.Parse(parts[0], CultureInfo.InvariantCulture), double.Parse(parts[1], CultureInfo.InvariantCulture));
        }

        private void Signal(int signal) => _ = Libc.Kill(_load.Id, signal);

        private static string[] Command(string app, string green, string mode) =>
            mode == "stock" ? ["dotnet", app] : ["dotnet", green, "run", "--required", "--switcher", mode, app];
    }
}

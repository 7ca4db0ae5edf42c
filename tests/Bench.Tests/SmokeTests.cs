using System.Text.Json;
using FluentAssertions;
using Xunit.Abstractions;

namespace Bench.Tests;

/// <summary>
/// Every scenario of the benchmarks, a hundredth of each, once: they run, every side does its work, and the green ones do it on green threads. Nothing is said of times.
/// </summary>
public sealed class SmokeTests(ITestOutputHelper output) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bench-smoke-").FullName;

    [Fact]
    public void Every_scenario_runs_on_every_side_that_is_installed()
    {
        string[] names = [.. BenchRun.Of(["list"]).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(' ')[0])];
        names.Should().Contain(["micro", "echo", "http", "idle"]);

        BenchRun run = BenchRun.Of(["smoke", "--output", _folder]);
        output.WriteLine(run.Output + run.Errors);

        run.ExitCode.Should().Be(0);
        using JsonDocument results = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "benchmarks", "results.json")));
        JsonElement[] scenarios = [.. results.RootElement.GetProperty("scenarios").EnumerateArray()];
        scenarios.Select(s => s.GetProperty("name").GetString()).Should().Equal(names);
        string page = File.ReadAllText(Path.Combine(_folder, "benchmarks.md"));
        foreach (JsonElement scenario in scenarios)
        {
            string name = scenario.GetProperty("name").GetString()!;
            page.Should().Contain("## " + scenario.GetProperty("title").GetString()).And.Contain($"(benchmarks/{name}.svg)");
            JsonElement[] cells = [.. scenario.GetProperty("cells").EnumerateArray()];
            cells.Should().NotBeEmpty();
            foreach (JsonElement cell in cells)
            {
                Check(cell, scenario, $"{name}, {cell.GetProperty("case").GetString()}, {cell.GetProperty("side").GetString()}");
            }
            if (cells.Any(IsMeasured))
            {
                File.ReadAllText(Path.Combine(_folder, "benchmarks", name + ".svg")).Should().Contain("<rect", name);
            }
        }
    }

    public void Dispose() => Directory.Delete(_folder, true);

    private static bool IsMeasured(JsonElement cell) => !cell.TryGetProperty("error", out _);

    private static void Check(JsonElement cell, JsonElement scenario, string what)
    {
        if (cell.GetProperty("isMissing").GetBoolean())
        {
            // CI installs all there is to install.
            Environment.GetEnvironmentVariable("GREENSHIM_TEST_BENCH").Should().NotBe("1", $"{what}: {cell.GetProperty("error").GetString()}");
            return;
        }
        // gevent never lets the light one run here: its sockets give way only when they have to wait. That is what the scenario is there to show.
        if (scenario.GetProperty("name").GetString() == "fairness" && cell.GetProperty("side").GetString() == "gevent")
        {
            IsMeasured(cell).Should().BeFalse(what);
            return;
        }
        IsMeasured(cell).Should().BeTrue($"{what}: {(cell.TryGetProperty("error", out JsonElement error) ? error.GetString() : "")}");
        string main = scenario.GetProperty("metrics")[0].GetString()!;
        cell.GetProperty("values").GetProperty(main).GetArrayLength().Should().BePositive(what);
        if (cell.GetProperty("isGreen").GetBoolean())
        {
            cell.GetProperty("switches").GetInt64().Should().BeGreaterThan(20, $"{what}: green threads are to do the work");
        }
    }
}

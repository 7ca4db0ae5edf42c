using FluentAssertions;
using Xunit;

namespace Green.Tests;

/// <summary>Every scenario of GreenHost, on both switchers, and on both ways to switch stacks: which one is the faster depends on the machine.</summary>
public sealed class ScenarioTests
{
    public static TheoryData<string, string> All()
    {
        TheoryData<string, string> data = [];
        foreach (string name in GreenHost.Program.Scenarios().Keys.Order(StringComparer.Ordinal))
        {
            if (!name.StartsWith("End.", StringComparison.Ordinal))
            {
                data.Add(name, "stack-fs");
                data.Add(name, "stack-tls");
                data.Add(name, "thread");
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Holds(string scenario, string switcher)
    {
        bool strict = scenario.Contains("strict", StringComparison.Ordinal);
        string watchdog = scenario.Contains("late", StringComparison.Ordinal) ? "400" : "20";
        bool onHub = scenario.Contains("on_the_hub", StringComparison.Ordinal);
        HostRun run = HostRun.Of(
            scenario, switcher, ("GREENSHIM_STRICT", strict ? "1" : "0"), ("GREENSHIM_WATCHDOG_MS", watchdog), ("GREENSHIM_CONTINUE_ON_HUB", onHub ? "1" : "0"));
        run.Error.Should().BeEmpty();
        run.Output.Should().EndWith("ok\n");
        run.ExitCode.Should().Be(0);
    }

    [Theory]
    [InlineData("stack-fs")]
    [InlineData("stack-tls")]
    [InlineData("thread")]
    public void Torture_holds_with_server_gc(string switcher)
    {
        HostRun run = HostRun.Of(
            "Torture.Allocating_throwing_locking_and_yielding_under_forced_collections", switcher, ("DOTNET_gcServer", "1"));
        run.Error.Should().BeEmpty();
        run.Output.Should().EndWith("ok\n");
    }
}

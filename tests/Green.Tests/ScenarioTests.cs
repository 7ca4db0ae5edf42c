using FluentAssertions;
using Xunit;

namespace Green.Tests;

/// <summary>Every scenario of GreenHost, on both switchers; what depends on how stacks are switched, in both ways: which one is taken depends on the machine.</summary>
public sealed class ScenarioTests
{
    private static readonly HashSet<string> s_dependent = ["Carrier", "Identity", "NativeIdentity", "NativeMutex", "Torture"];

    public static TheoryData<string, string> All()
    {
        TheoryData<string, string> data = [];
        foreach (string name in GreenHost.Program.Scenarios().Keys.Order(StringComparer.Ordinal))
        {
            if (!name.StartsWith("End.", StringComparison.Ordinal) && !name.StartsWith("Scarce.", StringComparison.Ordinal))
            {
                string[] switchers = s_dependent.Contains(name.Split('.')[0]) ? ["stack-fs", "stack-tls", "thread"] : ["stack", "thread"];
                foreach (string switcher in switchers)
                {
                    data.Add(name, switcher);
                }
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
            "Torture.Allocating_throwing_locking_and_yielding_under_forced_collections", switcher, ("DOTNET_gcServer", "1"), ("TORTURE_SECONDS", "5"));
        run.Error.Should().BeEmpty();
        run.Output.Should().EndWith("ok\n");
    }
}

using FluentAssertions;
using Unmodified.Tests;
using Xunit;

namespace Green.Tests;

/// <summary>The scenarios that run where the system has few threads to give.</summary>
public sealed class ScarceTests
{
    private const int Most = 100;

    // No other test's: the kernel counts the threads of a user.
    private const int User = 54322;

    public static TheoryData<string, string> All()
    {
        TheoryData<string, string> data = [];
        foreach (string name in GreenHost.Program.Scenarios().Keys.Where(static n => n.StartsWith("Scarce.", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            data.Add(name, "stack");
            data.Add(name, "thread");
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Holds(string scenario, string switcher)
    {
        HostRun run = HostRun.Of(scenario, switcher, static start =>
        {
            // The runtime ends a process in which it cannot start its thread for that.
            start.Environment["DOTNET_TieredCompilation"] = "0";
            ThreadLimit.Set(start, Most, User);
        });
        run.Error.Should().BeEmpty();
        run.Output.Should().EndWith("ok\n");
        run.ExitCode.Should().Be(0);
    }
}

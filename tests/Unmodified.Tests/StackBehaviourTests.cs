using FluentAssertions;
using Xunit;

namespace Unmodified.Tests;

/// <summary>On the stack switcher.</summary>
public sealed class StackBehaviourTests : BehaviourTests
{
    [Theory]
    [MemberData(nameof(Scenarios), Mode.Stack, Mode.StackEverywhere, Mode.StackStrict)]
    public void Scenario_behaves_as_on_stock_threads(string name, Mode mode) => Compare(name, mode);

    [Fact]
    public void Every_scenario_is_tested()
    {
        using ProgramRun list = ProgramRun.Start(Mode.Stock, "Behaviours", "--list");

        string[] listed = list.WaitForExit().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Names().Should().BeEquivalentTo(listed);
    }
}

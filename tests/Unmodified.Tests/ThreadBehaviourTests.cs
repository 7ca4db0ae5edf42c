using Xunit;

namespace Unmodified.Tests;

/// <summary>On the thread switcher.</summary>
public sealed class ThreadBehaviourTests : BehaviourTests
{
    [Theory]
    [MemberData(nameof(Scenarios), Mode.Thread, Mode.ThreadEverywhere, Mode.ThreadStrict)]
    public void Scenario_behaves_as_on_stock_threads(string name, Mode mode) => Compare(name, mode);
}

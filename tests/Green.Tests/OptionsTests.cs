using FluentAssertions;
using Shim.Green;
using Xunit;

namespace Green.Tests;

public sealed class OptionsTests
{
    public static TheoryData<HubOptions, string> Wrong => new()
    {
        { new HubOptions { WatchdogMilliseconds = 0 }, nameof(HubOptions.WatchdogMilliseconds) },
        { new HubOptions { SignalMilliseconds = -1 }, nameof(HubOptions.SignalMilliseconds) },
        { new HubOptions { SpinMicroseconds = -1 }, nameof(HubOptions.SpinMicroseconds) },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void Times_out_of_range_are_refused_by_name(HubOptions options, string name) =>
        FluentActions.Invoking(() => Hub.Start(options)).Should().Throw<ArgumentOutOfRangeException>().Which.ParamName.Should().Be(name);
}

using FluentAssertions;

namespace Patching.Tests;

/// <summary>Trap: half of a set is patched when the other half fails.</summary>
public class RollbackTests
{
    [Theory]
    [InlineData("")]
    [InlineData("DOTNET_EnableWriteXorExecute=0")]
    public void A_failed_set_leaves_every_byte_as_it_was(string setting) =>
        Host.Pass("rollback", setting).Should().Contain("DetourHost.Rollback.Local could not be patched");

    [Theory]
    [InlineData("")]
    [InlineData(" later")]
    public void Nobody_who_came_to_wait_meanwhile_is_left_behind(string call) => Host.Pass("rolled-back-waiters" + call).Should().Contain("could not be patched").And.EndWith("\nwoken True\n");
}

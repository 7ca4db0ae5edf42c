using FluentAssertions;

namespace Patching.Tests;

/// <summary>Trap: the thread pool is patched while it works, and has threads already.</summary>
public class ThreadPoolTests
{
    [Theory]
    [InlineData("stack")]
    [InlineData("thread")]
    public void The_pool_moves_to_green_threads_and_back_without_losing_an_item(string switcher) =>
        Host.Pass("pool", $"GREENSHIM_SWITCHER={switcher}").Should().EndWith("moved\n");
}

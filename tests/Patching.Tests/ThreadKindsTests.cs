using FluentAssertions;

namespace Patching.Tests;

/// <summary>Trap: whose code a thread runs is told by a delegate, which may hide it behind another, or behind an object of the framework's.</summary>
public class ThreadKindsTests
{
    [Fact]
    public void A_thread_of_user_code_is_green_however_it_was_made() => Host.Pass("thread-kinds").Should().EndWith("all green\n");

    // Compiled here, as precompiled code would have inlined what the scenario patches.
    [Fact]
    public void A_start_is_tried_again_only_where_the_runtime_left_the_thread_unstarted() =>
        Host.Pass("start-failures", "DOTNET_ReadyToRun=0").Should().Be("no thread: tried again True\nit failed as it began: tried once True\n");
}

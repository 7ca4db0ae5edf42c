using FluentAssertions;
using Xunit;

namespace Green.Tests;

/// <summary>The runtime's setting for the stacks of threads counts for those that it does not start, too.</summary>
public sealed class StackSizeTests
{
    [Theory]
    [InlineData("stack")]
    [InlineData("thread")]
    public void Spawned_green_threads_have_it(string switcher)
    {
        HostRun run = HostRun.Of("Body.The_stack_is_as_large_as_that_of_a_thread_of_the_runtime", switcher, ("DOTNET_Thread_DefaultStackSize", "40000"));

        run.Error.Should().BeEmpty();
        run.Output.Should().EndWith("ok\n");
    }
}

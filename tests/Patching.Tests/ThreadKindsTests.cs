using FluentAssertions;

namespace Patching.Tests;

/// <summary>Trap: whose code a thread runs is told by a delegate, which may hide it behind another, or behind an object of the framework's.</summary>
public class ThreadKindsTests
{
    [Fact]
    public void A_thread_of_user_code_is_green_however_it_was_made() => Host.Pass("thread-kinds").Should().EndWith("all green\n");
}

using FluentAssertions;

namespace Patching.Tests;

/// <summary>Trap: an exception that the runtime throws through the JIT crosses the guard's frame.</summary>
public class JitFailureTests
{
    [Fact]
    public void Exceptions_of_the_type_loader_cross_the_guard() => Host.Pass("jit-failure").Should().Contain("caught 800");
}

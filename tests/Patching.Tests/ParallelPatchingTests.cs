using FluentAssertions;

namespace Patching.Tests;

/// <summary>Trap: the engine used by several threads at once.</summary>
public class ParallelPatchingTests
{
    [Fact]
    public void Threads_patch_and_undo_different_methods_at_once() => Host.Pass("parallel").Should().Contain("failures 0");
}

using FluentAssertions;

namespace Patching.Tests;

/// <summary>Trap: PatchAll runs out of something half way, and leaves half of it.</summary>
public class ScarcityTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(8)]
    [InlineData(10)]
    public void Too_few_descriptors_are_a_refusal_that_leaves_nothing(int free) => Host.Pass($"scarce {free}").Should().Contain("1: ");

    [Fact]
    public void Enough_are_enough() => Host.Pass("scarce 30").Should().Be("1: patched\n2: patched\n");

    [Fact]
    public void Memory_for_code_is_to_be_had_without_memfd_create() =>
        Host.Pass("no-memfd").Should().Be("patched True\nslept 40\nslept 80\nslept 120\n");
}

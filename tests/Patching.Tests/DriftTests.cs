using FluentAssertions;

namespace Patching.Tests;

/// <summary>Trap: a compilation that was under way when a method was patched activates another body; somebody else overwrites the jump.</summary>
public class DriftTests
{
    [Fact]
    public void Verify_finds_and_repairs_a_moved_entry() => Host.Pass("drift").Should().Contain("another body");

    [Fact]
    public void A_look_without_a_descriptor_ends_nothing_and_comes_again() => Host.Pass("drift-scarce");

    [Fact]
    public void What_was_signalled_past_the_patch_is_made_up_for() =>
        Host.Pass("missed-signals").Should().Be("the pulse arrived: True\nthe pulse arrived: True\nthe signal arrived: True\nthe pulse arrived: True\n");

    [Fact]
    public void What_cannot_be_repaired_is_said_once()
    {
        var (code, _, errors) = Host.Run("drift-said");
        code.Should().Be(0);
        errors.Split("is no longer patched").Should().HaveCount(2);
    }
}

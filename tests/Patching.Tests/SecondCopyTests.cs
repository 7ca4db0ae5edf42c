using FluentAssertions;

namespace Patching.Tests;

/// <summary>Trap: an application that loads Shim.Patching into another load context, too, as with plug-ins.</summary>
public sealed class SecondCopyTests
{
    [Fact]
    public void Another_copy_is_refused_until_the_first_has_undone_all() => Host.Pass("second-copy").Should().Be(
        "PatchRefusedException: another copy of GreenShim has patched this process\nverify: \nagain: True\nafter an undo: patched\n");
}

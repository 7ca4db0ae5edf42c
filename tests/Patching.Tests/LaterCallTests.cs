using FluentAssertions;

namespace Patching.Tests;

/// <summary>Trap: what a later call is refused for must not concern those who wait already.</summary>
public class LaterCallTests
{
    [Fact]
    public void A_later_call_that_is_refused_takes_nothing_away() => Host.Pass("refused-later").Should().EndWith("kept\n").And.StartWith("PatchOptions.Resolver is 'bogus'; there is no resolver 'bogus'");
}

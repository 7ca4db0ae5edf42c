namespace Patching.Tests;

/// <summary>Trap: methods without a body of their own.</summary>
public class RefusedTargetTests
{
    [Fact]
    public void What_has_no_body_to_divert_is_refused_with_a_sentence() => Host.Pass("refusals");
}

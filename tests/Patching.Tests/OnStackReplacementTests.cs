namespace Patching.Tests;

/// <summary>Trap: refusing to compile a patched method breaks the replacement of its running loops.</summary>
public class OnStackReplacementTests
{
    [Theory]
    [InlineData("")]
    [InlineData("DOTNET_OSR_HitLimit=1")]
    [InlineData("DOTNET_TC_OnStackReplacement_InitialCounter=10")]
    public void A_patched_original_with_a_loop_runs_to_its_end(string setting) => Host.Pass("osr", setting);
}

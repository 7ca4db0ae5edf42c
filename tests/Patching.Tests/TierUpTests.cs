namespace Patching.Tests;

/// <summary>Trap: the runtime compiles a hot method again and moves its entry past the patch.</summary>
public class TierUpTests
{
    public static TheoryData<string> Settings => Host.Settings;

    [Theory]
    [MemberData(nameof(Settings))]
    public void No_call_misses_the_detour_while_methods_tier_up(string setting) => Host.Pass("tier-up 2", setting);
}

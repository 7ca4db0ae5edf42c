namespace DetourHost;

internal static class Scenarios
{
    internal static readonly Dictionary<string, Func<string[], int>> All = new()
    {
        ["routing"] = Routing.Run,
        ["tier-up"] = TierUp.Run,
        ["patch-all"] = PatchAll.Run,
    };
}

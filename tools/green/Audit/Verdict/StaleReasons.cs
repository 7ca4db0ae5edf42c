using Green.Audit.Data;

namespace Green.Audit.Verdict;

/// <summary>Reasons that nothing needs any more: what they excuse is patched, or no longer there.</summary>
internal static class StaleReasons
{
    internal static IEnumerable<string> Find(LeftReasons reasons, IReadOnlyList<Cut> cuts)
    {
        foreach (LeftReason reason in reasons.Reasons)
        {
            Cut[] own = [.. cuts.Where(c => c.Left == reason)];
            foreach (string place in reason.At)
            {
                if (!own.Any(c => c.Name == place && c.Natives.Count > 0))
                {
                    yield return $"nothing needs the reason \"{reason.Because}\" at {place} any more";
                }
            }
            foreach (string native in reason.Natives)
            {
                if (!own.Any(c => c.Natives.Contains(native)))
                {
                    yield return $"nothing needs the reason \"{reason.Because}\" for {native} any more";
                }
            }
        }
    }
}

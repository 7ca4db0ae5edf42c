namespace Green.Audit.Verdict;

/// <summary>A public type whose members can block, and what covers them.</summary>
/// <param name="Name">The type.</param>
/// <param name="Groups">Groups of the patch map.</param>
/// <param name="Left">What is left: the reasons' "what".</param>
internal sealed record TypeCoverage(string Name, IReadOnlyList<string> Groups, IReadOnlyList<string> Left);

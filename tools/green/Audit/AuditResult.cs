using Green.Audit.Verdict;

namespace Green.Audit;

/// <summary>What an audit found out.</summary>
/// <param name="Runtime">The version of the runtime that was looked at.</param>
/// <param name="Findings">What is amiss; nothing, when all is well.</param>
/// <param name="Cuts">What covers which functions.</param>
/// <param name="Coverage">Public types, and what covers them.</param>
/// <param name="Counts">How much there was to look at.</param>
internal sealed record AuditResult(
    string Runtime,
    IReadOnlyList<Finding> Findings,
    IReadOnlyList<Cut> Cuts,
    IReadOnlyList<TypeCoverage> Coverage,
    AuditCounts Counts);

using Green.Audit.Verdict;

namespace Green.Audit.Report;

/// <summary>The audit's JSON.</summary>
internal sealed record AuditDocument(
    string Runtime, AuditCounts Counts, IReadOnlyList<Finding> Findings, IReadOnlyList<CoveringMethod> Covered, IReadOnlyList<TypeCoverage> Types);

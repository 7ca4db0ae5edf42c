namespace Green.Audit;

/// <summary>How much an audit looked at.</summary>
internal sealed record AuditCounts(int Assemblies, int Methods, int PublicMethods, int NativeFunctions, int BlockingFunctions);

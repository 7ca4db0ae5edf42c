namespace Green.Audit.Report;

/// <summary>A place where paths end, in the audit's JSON: a group's patch, or what is left, how and why.</summary>
internal sealed record CoveringMethod(string Method, string? Group, string? Left, string? Because, IReadOnlyList<string> Natives);

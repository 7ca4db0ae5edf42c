namespace Green.Doctor;

/// <summary>One entry of the patch map, and what became of it on this machine.</summary>
internal sealed record EntryDiagnosis(string Group, string Target, string State, string? Reason);

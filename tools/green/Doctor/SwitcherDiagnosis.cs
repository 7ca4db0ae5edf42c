namespace Green.Doctor;

/// <summary>A switcher, and why it cannot be used here (null: it can).</summary>
internal sealed record SwitcherDiagnosis(string Name, string? Refusal);

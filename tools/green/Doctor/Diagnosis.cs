namespace Green.Doctor;

/// <summary>What `green doctor` found out.</summary>
internal sealed record Diagnosis
{
    public required string System { get; init; }

    public required string Kernel { get; init; }

    public required string Architecture { get; init; }

    public required string CLibrary { get; init; }

    public required string Runtime { get; init; }

    /// <summary>Whether user code may switch its thread pointer with one instruction; otherwise the stack switcher asks the kernel each time.</summary>
    public required bool HasFsGsBase { get; init; }

    public required bool HasShadowStack { get; init; }

    public required IReadOnlyList<SwitcherDiagnosis> Switchers { get; init; }

    /// <summary>The switcher that `auto` takes; null when nothing can be patched.</summary>
    public required string? Auto { get; init; }

    /// <summary>Why nothing can be patched; null when it can.</summary>
    public required string? Refusal { get; init; }

    public required double PatchMs { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    public required IReadOnlyList<EntryDiagnosis> Entries { get; init; }

    /// <summary>Everything works that is not switched off, as far as it is here to be looked at.</summary>
    public bool IsHealthy => Refusal is null && Entries.All(e => e.State is "Patched" or "Off" or "Waiting");
}

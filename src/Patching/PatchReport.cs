namespace Shim;

/// <summary>What PatchAll did.</summary>
public sealed record PatchReport
{
    /// <summary>Every entry of the patch map.</summary>
    public required IReadOnlyList<PatchReportEntry> Entries { get; init; }

    /// <summary>What switches green threads: <c>stack-fs</c>, <c>stack-tls</c>, <c>thread</c>, or <c>none</c> when <c>GREENSHIM_DISABLE</c> is set.</summary>
    public required string Switcher { get; init; }

    /// <summary>The version of the runtime that was patched.</summary>
    public required Version Runtime { get; init; }

    /// <summary>How long PatchAll took.</summary>
    public required TimeSpan Time { get; init; }

    /// <summary>What cannot be covered although everything went well, such as calls made before; empty as a rule.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>How many entries have a state.</summary>
    /// <param name="state">The state.</param>
    public int Count(PatchState state)
    {
        var count = 0;
        foreach (var entry in Entries)
        {
            count += entry.State == state ? 1 : 0;
        }

        return count;
    }
}

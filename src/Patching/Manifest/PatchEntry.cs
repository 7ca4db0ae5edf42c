namespace Shim.Patching.Manifest;

/// <summary>One line of a patch map, as written; nothing of it has been looked up yet.</summary>
internal sealed record PatchEntry
{
    internal required string File { get; init; }

    /// <summary>Of the map that comes with GreenShim: as it was tested, it may wait until its assembly is loaded.</summary>
    internal bool IsBuiltIn { get; init; }

    /// <summary>Position in the file's "patches", from 0.</summary>
    internal required int Index { get; init; }

    internal required string Group { get; init; }

    /// <summary>The target as it was written.</summary>
    internal required string TargetText { get; init; }

    internal required MemberName Target { get; init; }

    /// <summary>The target without regard to spaces: what makes two entries the same.</summary>
    internal string Key => $"{Target.Assembly}!{Target.Type}::{Target.Signature}";

    internal required MemberName Replacement { get; init; }

    /// <summary>A static field of type nint in the replacement's class that receives the address of the original.</summary>
    internal string? Original { get; init; }

    internal required IReadOnlyList<string> Covers { get; init; }

    /// <summary>IL bytes of the target on the verified runtimes; compared on any other.</summary>
    internal int? ILSize { get; init; }

    internal required IReadOnlyList<string> VerifiedOn { get; init; }

    /// <summary>When this target is missing: patch nothing (true), or do without its group (false).</summary>
    internal required bool IsRequired { get; init; }

    /// <summary>"patchmap.json: entry 3 (target): reason".</summary>
    internal string Explain(string reason) => $"{File}: entry {Index} ({TargetText}): {reason}";
}

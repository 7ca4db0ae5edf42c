using Green.Audit.Data;
using Shim.Patching.Manifest;

namespace Green.Audit.Verdict;

/// <summary>A method at which paths end, because it is patched or because somebody wrote down why it is not.</summary>
internal sealed class Cut
{
    /// <summary>Where the path ends; with <see cref="Caller"/>, where its last step leads to.</summary>
    internal required int Method { get; init; }

    /// <summary>The method whose call of <see cref="Method"/> is meant, or -1 for all calls.</summary>
    internal int Caller { get; init; } = -1;

    /// <summary>The method's name as it was written.</summary>
    internal required string Name { get; init; }

    internal PatchEntry? Patch { get; init; }

    internal LeftReason? Left { get; init; }

    /// <summary>Blocking functions that are called behind it.</summary>
    internal HashSet<string> Natives { get; } = new(StringComparer.Ordinal);

    /// <summary>A patch replaces all of a method; a reason is about certain functions.</summary>
    internal bool Covers(string native) => Patch is not null || Left!.Natives.Contains(native);
}

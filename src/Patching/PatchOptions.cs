namespace Shim;

/// <summary>What PatchAll is to do. A property that is null is read from the environment (docs/switches.md).</summary>
public sealed class PatchOptions
{
    /// <summary>
    /// Groups to patch, such as <c>sleep</c>; a name with <c>-</c> before it is taken away from all. Null: <c>GREENSHIM_GROUPS</c>, else all.
    /// </summary>
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>A patch map to merge over the built-in one. Null: <c>GREENSHIM_PATCHMAP</c>, else none.</summary>
    public string? PatchMap { get; init; }

    /// <summary>
    /// Patch a runtime that the entries were not verified on, as long as all their signatures and IL sizes match.
    /// Null: <c>GREENSHIM_ALLOW_UNVERIFIED</c>, else no.
    /// </summary>
    public bool? AllowUnverifiedRuntime { get; init; }

    /// <summary><c>auto</c>, <c>stack</c> or <c>thread</c>. Null: <c>GREENSHIM_SWITCHER</c>, else <c>auto</c>.</summary>
    public string? Switcher { get; init; }

    /// <summary>
    /// What answers name look-ups: <c>thread</c>, <c>ares</c>, or both, separated by commas, for the first that can be had.
    /// Null: <c>GREENSHIM_RESOLVER</c>, else <c>thread</c>.
    /// </summary>
    public string? Resolver { get; init; }
}

namespace Shim;

/// <summary>What PatchAll is to do. A property that is null is read from the environment (docs/switches.md).</summary>
public sealed class PatchOptions
{
    /// <summary>
    /// Groups to patch, such as <c>sleep</c>; a name with <c>-</c> before it is taken away from all, one with <c>+</c> is added although the map has
    /// it off (<c>+threadpool</c>). Null: <c>GREENSHIM_GROUPS</c>, else all that are not off.
    /// </summary>
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>A patch map to merge over the built-in one. Null: <c>GREENSHIM_PATCHMAP</c>, else none.</summary>
    public string? PatchMap { get; init; }

    /// <summary>
    /// Patch a runtime that the entries were not verified on, as long as all their signatures and IL sizes match.
    /// Null: <c>GREENSHIM_ALLOW_UNVERIFIED</c>, else no.
    /// </summary>
    public bool? AllowUnverifiedRuntime { get; init; }

    /// <summary>
    /// Load and patch the assemblies of the map that the program has not loaded yet, too, rather than each when it is loaded: takes longer, and finds
    /// what is wrong with an entry now. Null: <c>GREENSHIM_EAGER</c>, else only in strict mode. Always so on a runtime that the entries were not verified on.
    /// </summary>
    public bool? Eager { get; init; }

    /// <summary><c>auto</c>, <c>stack</c>, <c>stack-fs</c>, <c>stack-tls</c> or <c>thread</c> (docs/green-threads.md). Null: <c>GREENSHIM_SWITCHER</c>, else <c>auto</c>.</summary>
    public string? Switcher { get; init; }

    /// <summary>
    /// Whether <c>await</c> on a green thread continues on a green thread; otherwise on the thread pool, as on stock .NET. Null:
    /// <c>GREENSHIM_CONTINUE_ON_HUB</c>, else no.
    /// </summary>
    public bool? ContinueOnHub { get; init; }

    /// <summary>
    /// What answers name look-ups: <c>thread</c>, <c>ares</c>, or both, separated by commas, for the first that can be had.
    /// Null: <c>GREENSHIM_RESOLVER</c>, else <c>thread</c>.
    /// </summary>
    public string? Resolver { get; init; }

    /// <summary>Pass over entries of the user's own whose assembly this process does not have: for <c>green doctor</c>, which is not the application.</summary>
    internal bool IsOutsideApplication { get; init; }
}

namespace Green.Audit.Verdict;

/// <summary>Something that is amiss.</summary>
/// <param name="Kind">What it is about: "path", "reason", "function", "map", "inlined", "accessor", "layout".</param>
/// <param name="Text">One sentence.</param>
/// <param name="Path">For a path: its methods, from the public one to the native one.</param>
internal sealed record Finding(string Kind, string Text, IReadOnlyList<string>? Path = null);

namespace Green.Audit.Verdict;

/// <summary>A way from a public API to a blocking function that nothing covers.</summary>
/// <param name="Native">The function: "library!name".</param>
/// <param name="Path">Methods, from the public one to the native one.</param>
internal sealed record Leak(string Native, IReadOnlyList<string> Path);

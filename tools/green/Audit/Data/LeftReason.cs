namespace Green.Audit.Data;

/// <summary>Why calls of some native functions that go through some methods are left as they are.</summary>
/// <param name="Kind">Whether they wait.</param>
/// <param name="What">What a reader calls it.</param>
/// <param name="Because">The reason, as the reports print it.</param>
/// <param name="Natives">The blocking functions: "library!function".</param>
/// <param name="At">Methods ("Assembly!Type::Method", all overloads, or with "(Parameter.Types)" one), or one method's calls of another ("method &gt; method").</param>
internal sealed record LeftReason(LeftKind Kind, string What, string Because, IReadOnlyList<string> Natives, IReadOnlyList<string> At);

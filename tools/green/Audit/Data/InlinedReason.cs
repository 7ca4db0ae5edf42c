namespace Green.Audit.Data;

/// <summary>Why it does no harm that precompiled code has a patched method inlined.</summary>
/// <param name="Target">The patched method: "Assembly!Type::Method(Parameter.Types)".</param>
/// <param name="Into">The methods that have it inlined, without parameters.</param>
/// <param name="Because">The reason.</param>
internal sealed record InlinedReason(string Target, IReadOnlyList<string> Into, string Because);

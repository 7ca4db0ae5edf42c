namespace Shim;

/// <summary>One entry of the patch map and what became of it.</summary>
/// <param name="Target">The method, as the patch map names it.</param>
/// <param name="Group">Its group.</param>
/// <param name="State">What became of it.</param>
/// <param name="Reason">Why, unless it is patched.</param>
public sealed record PatchReportEntry(string Target, string Group, PatchState State, string? Reason);

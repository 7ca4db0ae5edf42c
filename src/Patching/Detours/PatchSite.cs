namespace Shim.Patching.Detours;

/// <summary>One body of a patched method: where it is, the eight bytes that were there, the eight that send callers away, and the cell that says where to.</summary>
internal sealed record PatchSite(nint Address, ulong Original, ulong Patched, nint Cell);

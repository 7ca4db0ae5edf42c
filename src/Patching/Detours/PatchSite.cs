namespace Shim.Patching.Detours;

/// <summary>One body of a patched method: where it is, the eight bytes that were there, and the eight that send callers away.</summary>
internal sealed record PatchSite(nint Address, ulong Original, ulong Patched);

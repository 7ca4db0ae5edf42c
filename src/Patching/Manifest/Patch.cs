using System.Reflection;
using Shim.Patching.Detours;

namespace Shim.Patching.Manifest;

/// <summary>An entry on its way: looked up, prepared, applied, or not.</summary>
internal sealed class Patch(PatchEntry entry)
{
    internal PatchEntry Entry { get; } = entry;

    internal MethodBase? Target { get; set; }

    internal MethodInfo? Replacement { get; set; }

    internal FieldInfo? Original { get; set; }

    internal Detour? Detour { get; set; }

    internal PatchState State { get; set; } = PatchState.Off;

    internal string? Reason { get; set; }

    internal PatchReportEntry Report => new(Entry.TargetText, Entry.Group, State, Reason);
}

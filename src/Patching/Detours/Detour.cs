using System.Reflection;

namespace Shim.Patching.Detours;

/// <summary>One patched method. Made by <see cref="IDetourEngine.Prepare"/>; all changes go through the engine, under its lock.</summary>
internal sealed class Detour
{
    private readonly List<PatchSite> _sites = [];

    internal Detour(MethodBase target, MethodDescView method, nint body, nint cell, nint original) =>
        (Target, Method, Body, Cell, Original) = (target, method, body, cell, original);

    internal MethodBase Target { get; }

    /// <summary>Address through which the target's own body can be called, also while it is patched; 0 when none was asked for.</summary>
    internal nint Original { get; }

    /// <summary>The body that was active when the detour was prepared.</summary>
    internal nint Body { get; }

    /// <summary>The first bytes of <see cref="Body"/>, when it was prepared.</summary>
    internal ulong Start { get; init; }

    /// <summary>The active body moved since <see cref="IDetourEngine.Prepare"/>, or a compilation was under way: look again later.</summary>
    internal bool MayDrift { get; set; }

    internal DetourState State { get; set; }

    /// <summary>It is to be undone, but its jump could not be taken back, and leads to <see cref="Original"/> where there is that.</summary>
    internal bool IsLeft { get; set; }

    internal MethodDescView Method { get; }

    /// <summary>Where the jump reads its target from, unless its body is out of reach of it.</summary>
    internal nint Cell { get; }

    internal nint Destination { get; set; }

    internal bool WeSetNotInline { get; set; }

    internal IReadOnlyList<PatchSite> Sites => _sites;

    internal void AddSite(PatchSite site) => _sites.Add(site);

    internal void RemoveSite(PatchSite site) => _sites.Remove(site);
}

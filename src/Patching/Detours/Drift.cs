using System.Reflection;

namespace Shim.Patching.Detours;

/// <summary>What <see cref="IDetourEngine.Verify"/> found amiss with one patched method, and whether it could be put right, or can perhaps later.</summary>
internal sealed record Drift(MethodBase Target, string What, bool Repaired, bool MayPass = false);

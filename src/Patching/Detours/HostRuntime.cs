namespace Shim.Patching.Detours;

/// <summary>The runtime of this process, after the gate has looked at it.</summary>
internal sealed record HostRuntime(HostFacts Facts, RuntimeLayout Layout, nint JitCompiler);

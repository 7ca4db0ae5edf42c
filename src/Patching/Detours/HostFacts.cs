using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Shim.Green.Maps;

namespace Shim.Patching.Detours;

/// <summary>What kind of process this is. Data only, so that every refusal can be tested on a machine that is none of these hosts.</summary>
internal sealed record HostFacts
{
    internal required bool IsLinux { get; init; }

    internal required Architecture Architecture { get; init; }

    internal required Version RuntimeVersion { get; init; }

    internal required bool IsMono { get; init; }

    internal required bool HasDynamicCode { get; init; }

    internal required bool IsMusl { get; init; }

    internal required bool IsCompositeFramework { get; init; }

    internal required bool IsProfilingRequested { get; init; }

    internal required bool IsInterpreterRequested { get; init; }

    internal required string? CoreClrPath { get; init; }

    internal required string? ClrJitPath { get; init; }

    internal static HostFacts Read(ProcessMaps maps)
    {
        var isMusl = false;
        var isComposite = false;
        var composite = "/framework-r2r.dll"u8;
        foreach (var region in maps.Regions)
        {
            var path = maps.PathOf(region);
            isMusl |= path.IndexOf("/ld-musl-"u8) >= 0;
            isComposite |= path.Length > composite.Length && path[^composite.Length..].SequenceEqual(composite);
        }

        // Mono has no libclrjit; where there is one, nobody needs to ask (looking up a type by name costs milliseconds at start).
        var jit = maps.FindImage("libclrjit.so"u8);
        return new HostFacts
        {
            IsLinux = OperatingSystem.IsLinux(),
            Architecture = RuntimeInformation.ProcessArchitecture,
            RuntimeVersion = Environment.Version,
            IsMono = jit is null && Type.GetType("Mono.RuntimeStructs") is not null,
            HasDynamicCode = RuntimeFeature.IsDynamicCodeCompiled,
            IsMusl = isMusl,
            IsCompositeFramework = isComposite,
            IsProfilingRequested = IsOn("CORECLR_ENABLE_PROFILING") || IsOn("DOTNET_ENABLE_PROFILING"),
            IsInterpreterRequested = Environment.GetEnvironmentVariable("DOTNET_Interpreter") is { Length: > 0 }
                || Environment.GetEnvironmentVariable("DOTNET_InterpMode") is { Length: > 0 } and not "0",
            CoreClrPath = maps.FindImage("libcoreclr.so"u8),
            ClrJitPath = jit,
        };
    }

    private static bool IsOn(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value && value.Trim() != "0";
}

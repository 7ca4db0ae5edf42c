using Shim.Patching.Replacements.Names;

namespace Shim.Patching;

/// <summary>Options with the environment filled in.</summary>
internal sealed record PatchSettings
{
    internal required IReadOnlyList<string> Groups { get; init; }

    /// <summary>Who asked for the groups, for messages.</summary>
    internal required string GroupsSource { get; init; }

    internal required string? PatchMap { get; init; }

    internal required bool AllowUnverifiedRuntime { get; init; }

    internal required bool IsEager { get; init; }

    internal required string? Switcher { get; init; }

    /// <summary>Null: what the environment says.</summary>
    internal required bool? ContinueOnHub { get; init; }

    internal required string? Resolver { get; init; }

    internal static bool IsDisabled => IsOn("GREENSHIM_DISABLE");

    internal static bool IsRequired => IsOn("GREENSHIM_REQUIRED");

    internal static PatchSettings From(PatchOptions? options) => new()
    {
        Groups = options?.Groups ?? Split(Environment.GetEnvironmentVariable("GREENSHIM_GROUPS")),
        GroupsSource = options?.Groups is null ? "GREENSHIM_GROUPS" : "PatchOptions.Groups",
        PatchMap = options?.PatchMap ?? NullIfEmpty(Environment.GetEnvironmentVariable("GREENSHIM_PATCHMAP")),
        AllowUnverifiedRuntime = options?.AllowUnverifiedRuntime ?? IsOn("GREENSHIM_ALLOW_UNVERIFIED"),
        IsEager = options?.Eager ?? (IsOn("GREENSHIM_EAGER") || IsOn("GREENSHIM_STRICT")),
        Switcher = options?.Switcher ?? NullIfEmpty(Environment.GetEnvironmentVariable("GREENSHIM_SWITCHER")),
        ContinueOnHub = options?.ContinueOnHub,
        Resolver = options?.Resolver ?? NullIfEmpty(Environment.GetEnvironmentVariable(ResolverChoice.Variable)),
    };

    private static bool IsOn(string variable) => Environment.GetEnvironmentVariable(variable) is "1" or "true";

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static string[] Split(string? text) =>
        text is null ? [] : text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

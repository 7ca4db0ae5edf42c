using Shim.Green;
using Shim.Green.Switching;
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

    /// <summary>Who asked for the switcher, for messages.</summary>
    internal required string SwitcherSource { get; init; }

    /// <summary>Null: what the environment says.</summary>
    internal required bool? ContinueOnHub { get; init; }

    internal required string? Resolver { get; init; }

    /// <summary>Who asked for the resolver, for messages.</summary>
    internal required string ResolverSource { get; init; }

    internal required bool IsOutsideApplication { get; init; }

    /// <exception cref="PatchRefusedException">The variable holds what it cannot.</exception>
    internal static bool IsDisabled => IsOn("GREENSHIM_DISABLE");

    /// <summary>Asked when something has gone wrong, such as the loading of an assembly of ours: throws nothing, and uses nothing of another assembly.</summary>
    internal static bool IsRequired => Environment.GetEnvironmentVariable(RequiredVariable) is "1" or "true";

    private const string RequiredVariable = "GREENSHIM_REQUIRED";

    /// <exception cref="PatchRefusedException">A variable of the environment holds what it cannot.</exception>
    internal static PatchSettings From(PatchOptions? options)
    {
        _ = IsOn(RequiredVariable);
        if (options?.PatchMap is "")
        {
            throw new PatchRefusedException("PatchOptions.PatchMap is empty.");
        }

        return Read(options);
    }

    private static PatchSettings Read(PatchOptions? options) => new()
    {
        Groups = options?.Groups ?? Split(Environment.GetEnvironmentVariable("GREENSHIM_GROUPS")),
        GroupsSource = options?.Groups is null ? "GREENSHIM_GROUPS" : "PatchOptions.Groups",
        PatchMap = options?.PatchMap ?? NullIfEmpty(Environment.GetEnvironmentVariable("GREENSHIM_PATCHMAP")),
        AllowUnverifiedRuntime = options?.AllowUnverifiedRuntime ?? IsOn("GREENSHIM_ALLOW_UNVERIFIED"),
        IsEager = options?.Eager ?? (IsOn("GREENSHIM_EAGER") || IsOn("GREENSHIM_STRICT")),
        Switcher = options?.Switcher ?? NullIfEmpty(Environment.GetEnvironmentVariable(SwitcherChoice.Variable)),
        SwitcherSource = options?.Switcher is null ? SwitcherChoice.Variable : "PatchOptions.Switcher",
        IsOutsideApplication = options?.IsOutsideApplication ?? false,
        ContinueOnHub = options?.ContinueOnHub,
        Resolver = options?.Resolver ?? NullIfEmpty(Environment.GetEnvironmentVariable(ResolverChoice.Variable)),
        ResolverSource = options?.Resolver is null ? ResolverChoice.Variable : "PatchOptions.Resolver",
    };

    private static bool IsOn(string variable)
    {
        try
        {
            return EnvironmentSwitch.IsOn(variable);
        }
        catch (FormatException e)
        {
            throw new PatchRefusedException(e.Message, e);
        }
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static string[] Split(string? text) =>
        text is null ? [] : text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

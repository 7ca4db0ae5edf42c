using System.Globalization;

namespace Green.Run;

/// <summary>What `green run` was asked to do differently, and the environment variables that tell it to the shim inside the app.</summary>
internal sealed record ShimSettings
{
    internal const string HookVariable = "DOTNET_STARTUP_HOOKS";

    internal string? Switcher { get; init; }

    internal string? PatchMap { get; init; }

    /// <summary>Patch groups to switch on (NAME) and off (-NAME), in the order given.</summary>
    internal IReadOnlyList<string> Groups { get; init; } = [];

    internal bool IsStrict { get; init; }

    internal string? Report { get; init; }

    internal int? WatchdogMs { get; init; }

    internal bool IsRequired { get; init; }

    /// <summary>The startup hook: the shim lies beside this tool.</summary>
    internal static string HookPath => Path.Combine(AppContext.BaseDirectory, "Shim.Patching.dll");

    /// <summary>The variables to set; all others stay as they are.</summary>
    internal IEnumerable<(string Name, string Value)> ToEnvironment()
    {
        // Hooks of the user's own stay, and run after ours, on a patched framework.
        string? others = Environment.GetEnvironmentVariable(HookVariable);
        yield return (HookVariable, string.IsNullOrEmpty(others) ? HookPath : HookPath + Path.PathSeparator + others);
        if (Switcher is not null)
        {
            yield return ("GREENSHIM_SWITCHER", Switcher);
        }
        if (PatchMap is not null)
        {
            yield return ("GREENSHIM_PATCHMAP", Path.GetFullPath(PatchMap));
        }
        if (Groups.Count > 0)
        {
            yield return ("GREENSHIM_GROUPS", string.Join(',', Groups));
        }
        if (IsStrict)
        {
            yield return ("GREENSHIM_STRICT", "1");
        }
        if (Report is not null)
        {
            yield return ("GREENSHIM_REPORT", Path.GetFullPath(Report));
        }
        if (WatchdogMs is { } ms)
        {
            yield return ("GREENSHIM_WATCHDOG_MS", ms.ToString(CultureInfo.InvariantCulture));
        }
        if (IsRequired)
        {
            yield return ("GREENSHIM_REQUIRED", "1");
        }
    }
}

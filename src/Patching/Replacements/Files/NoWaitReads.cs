namespace Shim.Patching.Replacements.Files;

/// <summary>What reads with RWF_NOWAIT can be believed for.</summary>
internal static class NoWaitReads
{
    /// <summary>Whether 0 bytes of a file mean its end, and not only that nothing is at hand. Of pipes they do everywhere.</summary>
    internal static bool TellTheEnd { get; } = TellTheEndOn(Environment.OSVersion.Version);

    /// <summary>The same of another kernel. Which have the fault says readv(2), under BUGS: "Linux 5.9 and Linux 5.10".</summary>
    internal static bool TellTheEndOn(Version kernel) => kernel is not { Major: 5, Minor: 9 or 10 };
}

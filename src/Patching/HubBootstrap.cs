using Shim.Green;
using Shim.Green.Switching;
using Shim.Loop;

namespace Shim.Patching;

/// <summary>Where patching meets the hub: started when the patches are in place, so that none of its threads runs a method while that changes.</summary>
internal static class HubBootstrap
{
    private const int MainThreadId = 1;

    internal static string SwitcherName => Hub.HasDefault ? Hub.Default.SwitcherName : "none";

    /// <summary>How the hub is to be set up. Starts nothing.</summary>
    /// <exception cref="ArgumentException">There is no such switcher, or no such backend of the loop.</exception>
    /// <exception cref="FormatException">A variable of the environment holds what it cannot.</exception>
    internal static HubOptions Options(PatchSettings settings)
    {
        Dump.Check();
        BackendChoice.Check();
        var environment = HubOptions.FromEnvironment();
        var options = environment with
        {
            Switcher = settings.Switcher ?? environment.Switcher,
            ContinueOnHub = settings.ContinueOnHub ?? environment.ContinueOnHub,
            InBackground = LateAssemblies.Load,
        };
        SwitcherChoice.Check(options.Switcher, settings.SwitcherSource);
        return options;
    }

    /// <summary>Starts the hub and, on the main thread, makes that a green thread.</summary>
    /// <returns>What cannot be covered, or is not as it was asked for; or null.</returns>
    /// <exception cref="PlatformNotSupportedException">The switcher that was asked for is not to be had.</exception>
    internal static string? Start(HubOptions options, PatchSettings settings)
    {
        Dump.Arrange();
        string? otherwise = null;
        if (!Hub.StartDefault(options))
        {
            otherwise = WhatIsOtherwise(settings);
            if (Hub.Default.Options.InBackground is null)
            {
                // Whoever started it knew nothing of patches.
                ThreadPool.UnsafeQueueUserWorkItem(static _ => LateAssemblies.Load(), null);
            }
        }

        return Enlist() is { } stays ? otherwise is null ? stays : $"{otherwise}; {stays}" : otherwise;
    }

    private static string? Enlist()
    {
        if (Environment.CurrentManagedThreadId != MainThreadId)
        {
            return "PatchAll did not run on the main thread, which therefore stays a native thread, as do all threads started before";
        }

        try
        {
            Hub.Default.EnlistCurrent();
            return null;
        }
        catch (Exception e) when (OtherGreenThreads > 0)
        {
            // Too late to take anything back: threads that others have started since the hub runs wait in what is patched.
            return $"the main thread stays a native thread: {e.Message}";
        }
    }

    private static string? WhatIsOtherwise(PatchSettings settings)
    {
        Hub hub = Hub.Default;
        string? switcher = settings.Switcher is null or "auto" || settings.Switcher == hub.SwitcherName || (settings.Switcher == "stack" && hub.LendsStacks)
            ? null
            : $"the hub runs already: its switcher is {hub.SwitcherName}, not {settings.Switcher}";
        string? continues = settings.ContinueOnHub is not { } asked || asked == hub.Options.ContinueOnHub
            ? null
            : $"the hub runs already, {(asked ? "without" : "with")} ContinueOnHub";
        return switcher is null ? continues : continues is null ? switcher : $"{switcher}; {continues}";
    }

    /// <summary>Green threads other than the caller that have not ended, and do not just wait for work: their waits belong to the replacements.</summary>
    internal static long OtherGreenThreads
    {
        get
        {
            if (!Hub.HasDefault)
            {
                return 0;
            }

            // In this order: one that becomes idle, or begins, in between is one too many, not one too few.
            long idle = Hub.Default.IdleCrewMembers;
            return Hub.Default.Statistics.Live - idle - (GreenThread.Current is null ? 0 : 1);
        }
    }
}

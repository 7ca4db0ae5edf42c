using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Shim.Patching;
using Shim.Patching.Detours;
using Shim.Patching.Manifest;
using Shim.Patching.Replacements;
using Shim.Patching.Replacements.Names;

namespace Shim;

/// <summary>Makes the blocking methods of the base class library cooperative.</summary>
/// <example><code>GreenShim.PatchAll();</code></example>
public static class GreenShim
{
    private static readonly Lock s_lock = new();
    private static readonly Dictionary<string, Patch> s_patched = [];
    private static PatchReport? s_report;
    private static DetourEngine? s_engine;
    private static HostRuntime? s_host;

    /// <summary>Whether PatchAll has patched this process.</summary>
    public static bool IsPatched => Volatile.Read(ref s_report) is not null && s_patched.Count > 0;

    /// <summary>The report of the last PatchAll that patched something; null before.</summary>
    public static PatchReport? Report => Volatile.Read(ref s_report);

    internal static DetourEngine? Engine => s_engine;

    /// <summary>Whether calls of one method go to a replacement.</summary>
    /// <param name="method">The method.</param>
    public static bool IsMethodPatched(MethodBase method)
    {
        ArgumentNullException.ThrowIfNull(method);
        return Volatile.Read(ref s_engine)?.IsApplied(method) == true;
    }

    /// <summary>
    /// Patches everything in the built-in patch map (and in the one that <c>GREENSHIM_PATCHMAP</c> names), starts the hub, and makes the main thread
    /// a green thread when called there. Call it first in Main. A second call changes nothing and returns the same report.
    /// </summary>
    /// <exception cref="PatchRefusedException">This process cannot be patched; nothing was.</exception>
    public static PatchReport PatchAll() => PatchAll(null);

    /// <summary>As <see cref="PatchAll()"/>, with options. When called again it adds what is not patched yet; it never takes away.</summary>
    /// <param name="options">Null: everything from the environment.</param>
    /// <exception cref="PatchRefusedException">This process cannot be patched; nothing was (or nothing more was).</exception>
    public static PatchReport PatchAll(PatchOptions? options)
    {
        lock (s_lock)
        {
            return options is null && s_report is { } report ? report : Patch(PatchSettings.From(options));
        }
    }

    /// <summary>
    /// Looks whether every patched method still leads to its replacement, and repairs what the runtime changed: a recompilation that was under way
    /// when a method was patched can activate another body once. Costs some microseconds per method.
    /// </summary>
    /// <returns>What was found amiss; empty as a rule.</returns>
    public static IReadOnlyList<string> Verify()
    {
        if (Volatile.Read(ref s_engine) is not { } engine)
        {
            return [];
        }

        var drifts = engine.Verify();
        var lines = new string[drifts.Count];
        for (var i = 0; i < lines.Length; i++)
        {
            lines[i] = $"{drifts[i].Target.DeclaringType?.FullName}.{drifts[i].Target.Name}: {drifts[i].What}{(drifts[i].Repaired ? " (repaired)" : "")}";
        }

        return lines;
    }

    /// <summary>
    /// Makes every method itself again. Possible only while no other green thread is alive: one that waits in a replacement would be woken by
    /// nobody afterwards. The hub stays, and so does the calling thread's being green.
    /// </summary>
    /// <exception cref="InvalidOperationException">Green threads are alive.</exception>
    public static void Undo()
    {
        lock (s_lock)
        {
            if (HubBootstrap.OtherGreenThreads is var alive and > 0)
            {
                throw new InvalidOperationException($"{alive} green threads are alive; their waits belong to the patched methods, which cannot be unpatched now.");
            }

            UndoAll();
        }
    }

    private static PatchReport Patch(PatchSettings settings)
    {
        var start = Stopwatch.GetTimestamp();
        if (PatchSettings.IsDisabled)
        {
            return new PatchReport
            {
                Entries = [], Switcher = "none", Runtime = Environment.Version, Time = Stopwatch.GetElapsedTime(start), Notes = ["GREENSHIM_DISABLE is set"],
            };
        }

        var headStart = s_engine is null ? HeadStart.Begin() : null;
        HostRuntime host;
        PatchMap map;
        DetourEngine engine;
        PatchPlan plan;
        try
        {
            host = s_host ??= OpenGate();
            engine = s_engine ?? new DetourEngine(host);
            map = LoadMaps(settings.PatchMap);
            ResolveOriginals();
            plan = new PatchPlan(map, engine, Environment.Version, settings.AllowUnverifiedRuntime);
            plan.Prepare(new GroupChoice(map, settings.Groups, settings.GroupsSource), s_patched);
        }
        finally
        {
            headStart?.End();
        }

        Apply(plan, engine);
        Volatile.Write(ref s_engine, engine);
        foreach (var patch in plan.Patches)
        {
            if (patch.State == PatchState.Patched)
            {
                s_patched.Add(patch.Entry.Key, patch);
            }
        }

        // Before anybody can be green: until then no lock can have a green waiter.
        var lockNote = MonitorLocks.Prepare(host.Layout.SyncTable);
        var notes = StartHub(settings);
        ExitReport.Arrange();
        var report = new PatchReport
        {
            Entries = Entries(map, plan),
            Switcher = HubBootstrap.SwitcherName,
            Runtime = Environment.Version,
            Time = Stopwatch.GetElapsedTime(start),
            Notes = lockNote is null ? notes : [.. notes, lockNote],
        };
        Volatile.Write(ref s_report, report);
        return report;
    }

    private static void ResolveOriginals()
    {
        try
        {
            Originals.Resolve();
        }
        catch (TypeInitializationException e)
        {
            throw new PatchRefusedException("this runtime's core library lacks what the replacements call: " + e.InnerException?.Message, e);
        }
    }

    private static HostRuntime OpenGate()
    {
        try
        {
            return RuntimeGate.Open();
        }
        catch (DetourRefusedException refusal)
        {
            throw new PatchRefusedException(refusal.Message, refusal);
        }
    }

    private static PatchMap LoadMaps(string? own)
    {
        var map = new PatchMap();
        PatchMapLoader.Load(map, Path.Combine(Path.GetDirectoryName(typeof(GreenShim).Assembly.Location) ?? ".", "patchmap.json"));
        if (own is not null)
        {
            PatchMapLoader.Load(map, own);
        }

        return map;
    }

    private static void Apply(PatchPlan plan, DetourEngine engine)
    {
        try
        {
            engine.Apply(plan.Detours);
        }
        catch (DetourRefusedException refusal)
        {
            plan.Discard();
            throw new PatchRefusedException(refusal.Message, refusal);
        }
    }

    // Without a hub no green thread can exist, and without one every replacement just calls its original: the patches would be useless, not harmful.
    private static IReadOnlyList<string> StartHub(PatchSettings settings)
    {
        try
        {
            var resolverNote = ResolverChoice.Prepare(settings.Resolver);
            var hubNote = HubBootstrap.Start(settings.Switcher);
            return hubNote is null ? resolverNote is null ? [] : [resolverNote] : resolverNote is null ? [hubNote] : [hubNote, resolverNote];
        }
        catch (Exception e) when (e is PlatformNotSupportedException or ArgumentException or FormatException)
        {
            UndoAll();
            throw new PatchRefusedException(e.Message, e);
        }
    }

    private static void UndoAll()
    {
        var detours = new List<Detour>(s_patched.Count);
        foreach (var patch in s_patched.Values)
        {
            detours.Add(patch.Detour!);
        }

        s_engine?.Undo(detours);
        s_patched.Clear();
        Volatile.Write(ref s_report, null);
    }

    // In the order of the map; what an earlier call patched stands as patched.
    private static PatchReportEntry[] Entries(PatchMap map, PatchPlan plan)
    {
        var entries = new PatchReportEntry[map.Entries.Count];
        var next = 0;
        for (var i = 0; i < entries.Length; i++)
        {
            var entry = map.Entries[i];
            entries[i] = next < plan.Patches.Count && plan.Patches[next].Entry == entry
                ? plan.Patches[next++].Report
                : s_patched[entry.Key].Report;
        }

        return entries;
    }
}

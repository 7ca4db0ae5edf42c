using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Shim.Green;
using Shim.Patching;
using Shim.Patching.Detours;
using Shim.Patching.Manifest;
using Shim.Patching.Replacements;
using Shim.Patching.Replacements.Files;
using Shim.Patching.Replacements.Names;

namespace Shim;

/// <summary>Makes the blocking methods of the base class library cooperative.</summary>
/// <example><code>GreenShim.PatchAll();</code></example>
public static partial class GreenShim
{
    private static readonly Lock s_lock = new();
    private static readonly PatchLedger s_ledger = new();
    private static PatchMap s_map = new();
    private static PatchReport? s_report;
    private static DetourEngine? s_engine;
    private static HostRuntime? s_host;

    /// <summary>Whether PatchAll has patched this process.</summary>
    public static bool IsPatched => Volatile.Read(ref s_report) is not null && s_ledger.Patched > 0;

    /// <summary>The report of the last PatchAll that patched something, with what was patched since; null before.</summary>
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
    /// a green thread when called there. Call it first in Main. A second call changes nothing. Methods of assemblies that are not loaded yet are
    /// patched at the moment when they are (see <see cref="PatchOptions.Eager"/>).
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
    /// What every green thread does now: what it waits for, who owns that, and its stack; and which of them wait for each other in a circle. Any thread.
    /// <c>GREENSHIM_DUMP=USR1</c> (or HUP, QUIT, USR2) writes the same to standard error at that signal.
    /// </summary>
    /// <remarks>Takes the hub some 50 microseconds for each green thread, during which none runs.</remarks>
    public static string Dump() => Patching.Dump.All();

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

        var host = s_host ??= OpenGate();
        var engine = s_engine ?? new DetourEngine(host);
        var map = LoadMaps(settings.PatchMap);
        ResolveOriginals();
        var plan = new PatchPlan(engine, Environment.Version, settings.AllowUnverifiedRuntime);
        Listen();
        var hubOptions = Check(settings);
        plan.Prepare(s_ledger.Open(map, settings.IsEager), new GroupChoice(map, settings.Groups, settings.GroupsSource), settings.IsEager);
        Apply(plan, engine);
        Volatile.Write(ref s_engine, engine);
        s_ledger.Record(plan);
        DriftWatch.Begin(engine, plan.Detours);
        s_map = map;

        // Before anybody can be green: until then no lock can have a green waiter.
        var lockNote = MonitorLocks.Prepare(host.Layout.SyncTable);
        var notes = StartHub(hubOptions, settings);
        ExitReport.Arrange();
        var report = new PatchReport
        {
            Entries = s_ledger.Report(map),
            Switcher = HubBootstrap.SwitcherName,
            Runtime = Environment.Version,
            Time = Stopwatch.GetElapsedTime(start),
            Notes = lockNote is null ? notes : [.. notes, lockNote],
        };
        Volatile.Write(ref s_report, report);
        PatchWhatWasLoadedMeanwhile();
        return s_report!;
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
        // Only the map that came with this assembly is trusted to be the built-in one.
        if (Path.GetDirectoryName(typeof(GreenShim).Assembly.Location) is not { Length: > 0 } folder)
        {
            throw new PatchRefusedException("this is a single-file application, in which there is no place for GreenShim's patch map; publish it without PublishSingleFile");
        }

        PatchMapLoader.Load(map, Path.Combine(folder, "patchmap.json"), isBuiltIn: true);
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
    private static IReadOnlyList<string> StartHub(HubOptions options, PatchSettings settings)
    {
        try
        {
            var resolverNote = ResolverChoice.Prepare(settings.Resolver);
            var hubNote = HubBootstrap.Start(options, settings);
            return hubNote is null ? resolverNote is null ? [] : [resolverNote] : resolverNote is null ? [hubNote] : [hubNote, resolverNote];
        }
        catch (PlatformNotSupportedException e)
        {
            // A later call takes nothing away: green threads may wait in what is patched.
            if (s_report is null)
            {
                UndoAll();
            }

            throw new PatchRefusedException(e.Message, e);
        }
    }

    // Whatever settings can be refused for, before anything is patched: later there may be green threads, which wait in what was patched by an earlier call.
    private static HubOptions Check(PatchSettings settings)
    {
        try
        {
            ResolverChoice.Check(settings.Resolver);
            _ = EnvironmentNumber.Read(FilePools.DiskVariable, "threads", 1);
            return HubBootstrap.Options(settings);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw new PatchRefusedException(e.Message, e);
        }
    }

    private static void UndoAll()
    {
        List<Detour> detours = [];
        foreach (var patch in s_ledger.Clear())
        {
            detours.Add(patch.Detour!);
        }

        s_engine?.Undo(detours);
        Volatile.Write(ref s_report, null);
    }
}

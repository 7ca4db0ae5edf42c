using System.Diagnostics;
using Shim.Green;
using Shim.Patching;
using Shim.Patching.Detours;
using Shim.Patching.Manifest;
using Shim.Patching.Replacements;
using Shim.Patching.Replacements.Files;
using Shim.Patching.Replacements.Names;

namespace Shim;

/// <summary>The steps of PatchAll. What one of them throws leaves nothing applied on a first call, and what was there before on a later one.</summary>
public static partial class GreenShim
{
    private static PatchReport Patch(PatchOptions? options)
    {
        var start = Stopwatch.GetTimestamp();
        var isFirst = s_report is null;
        try
        {
            return PatchSettings.IsDisabled ? Nothing(start) : Patch(PatchSettings.From(options), isFirst, start);
        }
        catch (Exception e)
        {
            // Whatever it is, an OutOfMemoryException because there is no thread to be had, say: this program was not GreenShim's to end, nor to leave half patched.
            throw GiveUp(e, isFirst);
        }
    }

    private static PatchReport Nothing(long start) => new()
    {
        Entries = [], Switcher = "none", Runtime = Environment.Version, Time = Stopwatch.GetElapsedTime(start), Notes = ["GREENSHIM_DISABLE is set"],
    };

    // Whatever can be lacking is asked for before anything is applied: a descriptor for the memory map, a thread for the look at locks.
    private static PatchReport Patch(PatchSettings settings, bool isFirst, long start)
    {
        var host = s_host ??= OpenGate();
        ProcessMark.Set();

        // Kept even if this comes to nothing: its hook on the JIT stays, and must remain the only one.
        var engine = s_engine ?? new DetourEngine(host);
        Volatile.Write(ref s_engine, engine);
        var map = LoadMaps(settings.PatchMap);
        ResolveOriginals();
        var plan = new PatchPlan(engine, Environment.Version, settings.AllowUnverifiedRuntime) { IsOutsideApplication = settings.IsOutsideApplication };
        Listen();
        var hubOptions = Check(settings);

        // Before anybody can be green: until then no lock can have a green waiter.
        var lockNote = MonitorLocks.Prepare(host.Layout.SyncTable);
        ExitReport.Arrange();
        plan.Prepare(s_ledger.Open(map, settings.IsEager), new GroupChoice(map, settings.Groups, settings.GroupsSource), settings.IsEager);
        Apply(plan, engine);
        s_map = map;
        DriftWatch.Begin(engine, plan.Detours);
        if (!isFirst)
        {
            // Green threads may have begun to wait in what was patched first, unseen by who was about to signal in what was patched last.
            HandleWaits.OfferAll();
        }

        var entries = s_ledger.Report(map);
        var notes = StartHub(hubOptions, settings);
        var report = new PatchReport
        {
            Entries = entries,
            Switcher = HubBootstrap.SwitcherName,
            Runtime = Environment.Version,
            Time = Stopwatch.GetElapsedTime(start),
            Notes = lockNote is null ? notes : [.. notes, lockNote],
        };
        Volatile.Write(ref s_report, report);
        PatchWhatWasLoadedMeanwhile();
        return s_report!;
    }

    // A later call takes nothing away: green threads may wait in what is patched, also in what it has added itself.
    private static PatchRefusedException GiveUp(Exception cause, bool isFirst)
    {
        string? left = null;
        if (isFirst)
        {
            left = UndoAll();
        }
        else if (s_report is { } report)
        {
            Volatile.Write(ref s_report, report with { Entries = s_ledger.Report(s_map) });
        }

        return cause is PatchRefusedException refusal && left is null ? refusal : new PatchRefusedException(Sentence(cause) + (left is null ? "" : "; and " + left), cause);
    }

    private static string Sentence(Exception cause) => cause is PatchRefusedException or PlatformNotSupportedException or DetourRefusedException
        ? cause.Message
        : cause is OutOfMemoryException ? "there is no memory, thread or descriptor to be had for it"
        : $"PatchAll was ended by {cause.GetType().Name}: {cause.Message.Split('\n')[0].TrimEnd()}";

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
        PatchMapLoader.LoadBuiltIn(map);
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
            var record = s_ledger.Record(plan);
            engine.Apply(plan.Detours);
            record();
            Open(plan);
        }
        catch (DetourRefusedException refusal)
        {
            plan.Discard();
            throw new PatchRefusedException(refusal.Message, refusal);
        }
        catch
        {
            plan.Discard();
            throw;
        }
    }

    // Not before all is applied: until then all may be taken back, and nobody would find those who wait in our queues by then.
    private static void Open(PatchPlan plan)
    {
        if (plan.Applies(typeof(MonitorWaits)))
        {
            MonitorWaits.Shutter.Open();
        }

        if (plan.Applies(typeof(MonitorLocks)))
        {
            MonitorLocks.Shutter.Open();
        }

        if (plan.Applies(typeof(WaitHandleSignals)))
        {
            HandleWaits.Shutter.Open();
        }

        Newcomers.Shutter.Open();
    }

    // Without a hub no green thread can exist, and without one every replacement just calls its original: the patches would be useless, not harmful.
    private static IReadOnlyList<string> StartHub(HubOptions options, PatchSettings settings)
    {
        var resolverNote = ResolverChoice.Prepare(settings.Resolver, settings.ResolverSource);
        var hubNote = HubBootstrap.Start(options, settings);
        return hubNote is null ? resolverNote is null ? [] : [resolverNote] : resolverNote is null ? [hubNote] : [hubNote, resolverNote];
    }

    // Whatever settings can be refused for, before anything is patched: later there may be green threads, which wait in what was patched by an earlier call.
    private static HubOptions Check(PatchSettings settings)
    {
        try
        {
            ResolverChoice.Check(settings.Resolver, settings.ResolverSource);
            _ = EnvironmentNumber.Read(FilePools.DiskVariable, "threads", 1);
            return HubBootstrap.Options(settings);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw new PatchRefusedException(e.Message, e);
        }
    }

    // Whoever waits in our queues by now is woken, of Monitor.Wait for nothing, and else goes on natively: after this nobody would find it any more. What cannot be undone, the engine keeps.
    private static string? UndoAll()
    {
        var detours = s_ledger.Detours();
        string? left = null;
        if (detours.Count > 0 || s_engine?.HasLeft == true)
        {
            Newcomers.Shutter.Close();
            MonitorWaits.Shutter.Close();
            MonitorLocks.Shutter.Close();
            HandleWaits.Shutter.Close();
            left = s_engine!.Undo(detours);
            MonitorWaits.WakeAll();
            MonitorLocks.WakeAll();
            HandleWaits.WakeAll();
        }

        if (left is null)
        {
            ProcessMark.Clear();
        }

        s_ledger.Clear();
        Volatile.Write(ref s_report, null);
        return left;
    }
}

using System.Reflection;
using DetourHost.Routes;
using Shim;
using Shim.Patching.Detours;
using Shim.Patching.Manifest;

namespace DetourHost;

/// <summary>
/// The routing probe: counts at every patch point of a patch map, and calls every public API that the map says it covers. Twice: with callers as
/// the framework ships them (precompiled), and after the callers have been compiled again, when a patch point that was inlined is lost.
/// </summary>
internal static class Routing
{
    private const int Attempts = 5;
    private const int Warming = 40;

    internal static int Run(string[] args)
    {
        var map = new PatchMap();
        PatchMapLoader.Load(map, args[0]);
        var engine = Engine.Open();
        var probes = new List<(PatchEntry Entry, CounterProbe Probe)>();
        foreach (var entry in map.Entries)
        {
            var target = TargetResolver.FindTarget(entry.Target, out var missing);
            Engine.Require(target is not null, $"{entry.TargetText}: {missing}");
            var size = target!.GetMethodBody()!.GetILAsByteArray()!.Length;
            Engine.Require(size == entry.ILSize, $"{entry.TargetText}: {size} bytes of IL");
            Engine.Require(entry.Covers.Count > 0, $"{entry.TargetText} covers nothing");
            try
            {
                probes.Add((entry, Prepare(engine, target)));
            }
            catch (DetourRefusedException refusal)
            {
                Console.WriteLine($"no probe: {entry.TargetText}: {refusal.Message}");
            }
        }

        engine.Apply([.. probes.Select(static p => p.Probe.Detour)]);
        MonitorRoutes.Patience = 100;
        var failures = Round("precompiled", probes);
        MonitorRoutes.Patience = 2;
        WarmUp(probes);
        MonitorRoutes.Patience = 100;
        failures += Round("tiered", probes);
        failures += engine.Verify().Count;
        Console.WriteLine($"probes {probes.Count} of {map.Entries.Count} guard {engine.GuardHits} failures {failures}");
        return failures == 0 ? 0 : 1;
    }

    private static CounterProbe Prepare(DetourEngine engine, MethodBase target)
    {
        try
        {
            return CounterProbe.Prepare(engine, target);
        }
        catch (DetourRefusedException) when (target is MethodInfo { IsStatic: true } method && method.ReturnType == typeof(int) && method.GetParameters().Length == 0)
        {
            return CounterProbe.PrepareBlind(engine, target);
        }
    }

    // Hit once in a few attempts is enough: a wait may end in its spinning phase, which lasts the longer the busier the machine, so each attempt waits
    // longer. A caller that went past the patch point does so every time.
    private static int Round(string name, List<(PatchEntry Entry, CounterProbe Probe)> probes)
    {
        var failures = 0;
        var patience = MonitorRoutes.Patience;
        foreach (var (entry, probe) in probes)
        {
            foreach (var api in entry.Covers)
            {
                Engine.Require(RouteTable.All.TryGetValue(api, out var route), $"no route is written for {api}");
                var before = probe.Count;
                for (var i = 0; i < Attempts && probe.Count == before; i++)
                {
                    route!();
                    MonitorRoutes.Patience *= 2;
                }

                MonitorRoutes.Patience = patience;

                // What ends the process has been counted in another one.
                if (probe.Count == before && api != RouteTable.EndOfProcess)
                {
                    failures++;
                    Console.WriteLine($"MISSED ({name}): {api} does not come by {entry.TargetText}");
                }
            }
        }

        return failures;
    }

    private static void WarmUp(List<(PatchEntry Entry, CounterProbe Probe)> probes)
    {
        for (var i = 0; i < Warming; i++)
        {
            foreach (var (entry, _) in probes)
            {
                foreach (var api in entry.Covers)
                {
                    RouteTable.All[api]();
                }
            }
        }

        // Tier 1 comes in the background, once nothing new was compiled for 100 ms.
        Thread.Sleep(500);
    }
}

using System.Reflection;
using Shim.Patching;
using Shim.Patching.Manifest;

namespace Shim;

/// <summary>
/// Patching an assembly at the moment when it is loaded: a program that opens no socket does not pay for the socket patches, nor for loading
/// System.Net.Sockets to make them.
/// </summary>
public static partial class GreenShim
{
    private static bool s_isListening;
    private static bool s_wasLoadedMeanwhile;

    private static void Listen()
    {
        if (!s_isListening)
        {
            s_isListening = true;
            AppDomain.CurrentDomain.AssemblyLoad += static (_, args) => OnLoad(args.LoadedAssembly);
        }
    }

    // On the thread that loads it, before that goes on. Another thread can be in the assembly meanwhile (measured): what it calls in these
    // milliseconds is stock, and if it is green, the watchdog lets the others go on. Strict mode has no watchdog, and patches everything at once.
    private static void OnLoad(Assembly assembly)
    {
        if (s_lock.IsHeldByCurrentThread)
        {
            s_wasLoadedMeanwhile = true;
        }
        else if (s_ledger.AwaitedName(assembly) is { } name)
        {
            lock (s_lock)
            {
                PatchLate(name);
                PatchWhatWasLoadedMeanwhile();
            }
        }
    }

    private static void PatchWhatWasLoadedMeanwhile()
    {
        while (s_wasLoadedMeanwhile)
        {
            s_wasLoadedMeanwhile = false;
            LoadedAssemblies loaded = new();
            foreach (var name in s_ledger.Awaited)
            {
                if (loaded.Contains(name))
                {
                    PatchLate(name);
                }
            }
        }
    }

    private static void PatchLate(string assembly)
    {
        var entries = s_ledger.WaitingFor(assembly);
        if (entries.Count == 0)
        {
            return;
        }

        PatchPlan plan = new(s_engine!, Environment.Version, allowUnverified: false);
        string? refusal = null;
        try
        {
            plan.Prepare(entries, new GroupChoice(new PatchMap(), [], ""), isEager: true);
            s_engine!.Apply(plan.Detours);
            DriftWatch.Begin(s_engine, plan.Detours);
        }
        catch (Exception e)
        {
            refusal = e.Message;
            plan.Abandon(refusal);
        }

        s_ledger.Record(plan);
        Volatile.Write(ref s_report, s_report! with { Entries = s_ledger.Report(s_map) });
        if (refusal is not null)
        {
            Console.Error.WriteLine($"GreenShim: {assembly} was not patched when it was loaded: {refusal}");
        }
    }
}

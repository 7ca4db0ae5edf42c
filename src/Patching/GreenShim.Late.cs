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
    // Milliseconds. Patching an assembly takes a few.
    private const int Patience = 100;

    private static bool s_isListening;
    private static int s_isAnnounced;

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
        if (PatchTurn.Lock.IsMine)
        {
            Volatile.Write(ref s_isAnnounced, 1);
        }
        else if (s_ledger.AwaitedName(assembly) is { } name)
        {
            LoadWhatItNeeds(name);
            Interlocked.Exchange(ref s_isAnnounced, 1);
            PatchAnnounced(Patience);
        }
    }

    // Each load calls the program's handlers, better here than while it is our turn.
    private static void LoadWhatItNeeds(string assembly)
    {
        if (assembly is "System.Net.Sockets" or "System.Net.NameResolution")
        {
            try
            {
                Assembly.Load("System.Net.Primitives");
            }
            catch (Exception)
            {
                // Whoever needs it says so.
            }
        }
    }

    // Whoever has the turn may be in a handler of the program's that waits for this very thread, by a lock of its own or by a class constructor, so this does not wait
    // for long: whoever has it patches what was announced, also in the moment when it is given back, since everybody looks here after that.
    private static void PatchAnnounced(int patience)
    {
        while (Volatile.Read(ref s_isAnnounced) != 0 && PatchTurn.Lock.TryTake(patience))
        {
            try
            {
                PatchWhatWasLoadedMeanwhile();
            }
            finally
            {
                PatchTurn.Lock.GiveBack();
            }
        }
    }

    // At least one look, whoever loaded it: on another thread, before the ledger said that it is awaited, an assembly was nobody's business.
    private static void PatchWhatWasLoadedMeanwhile()
    {
        do
        {
            Interlocked.Exchange(ref s_isAnnounced, 0);
            LoadedAssemblies loaded = new();
            foreach (var name in s_ledger.Awaited)
            {
                if (loaded.Contains(name))
                {
                    PatchLate(name);
                }
            }
        }
        while (Volatile.Read(ref s_isAnnounced) != 0);
    }

    private static void PatchLate(string assembly)
    {
        var entries = s_ledger.WaitingFor(assembly);
        if (entries.Count == 0)
        {
            return;
        }

        PatchPlan plan = new(s_engine!, Environment.Version, allowUnverified: false);
        try
        {
            plan.Prepare(entries, new GroupChoice(new PatchMap(), [], ""), isEager: true);
            Apply(plan, s_engine!);
            DriftWatch.Begin(s_engine!, plan.Detours);
        }
        catch (Exception e)
        {
            plan.Abandon(e.Message);
            s_ledger.Record(plan)();
            Notice.Write($"{assembly} was not patched when it was loaded: {e.Message}");
        }

        Volatile.Write(ref s_report, s_report! with { Entries = s_ledger.Report(s_map) });
    }
}

using System.Reflection;
using Shim.Patching;
using Shim.Patching.Detours;
using Shim.Patching.Manifest;
using Shim.Patching.Replacements;

namespace Shim;

/// <summary>Makes the blocking methods of the base class library cooperative.</summary>
/// <example><code>GreenShim.PatchAll();</code></example>
public static partial class GreenShim
{
    private static readonly PatchLedger s_ledger = new();
    private static PatchMap s_map = new();
    private static PatchReport? s_report;
    private static DetourEngine? s_engine;
    private static HostRuntime? s_host;

    /// <summary>Whether PatchAll has patched this process, and <see cref="Undo"/> has not made all of it itself again.</summary>
    public static bool IsPatched => (Volatile.Read(ref s_report) is not null && s_ledger.Patched > 0) || Volatile.Read(ref s_engine)?.HasLeft == true;

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
        // Called by a handler of AssemblyLoad, in the middle of itself.
        if (PatchTurn.Lock.IsMine)
        {
            return options is null && Volatile.Read(ref s_report) is { } known ? known : throw new PatchRefusedException(PatchTurn.UnderWay);
        }

        try
        {
            using (PatchTurn.Lock.Take())
            {
                return options is null && s_report is { } report ? report : Patch(options);
            }
        }
        finally
        {
            PatchAnnounced(Patience);
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
        MissedSignals.MakeUpFor(drifts);
        DriftWatch.GoOn(engine, drifts);
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
    /// Makes every method itself again. Possible only while no other green thread is alive, or about to be, and no thread at all waits in Monitor.Wait (nor in what is made of
    /// it, such as Task.Wait or SemaphoreSlim.Wait) since PatchAll: one that waits in a replacement would be woken by nobody afterwards. The hub stays,
    /// and so does the calling thread's being green.
    /// </summary>
    /// <exception cref="InvalidOperationException">There are such threads (nothing is changed), or a method cannot be changed (the others are, and another call tries it
    /// again).</exception>
    public static void Undo()
    {
        if (PatchTurn.Lock.IsMine)
        {
            throw new InvalidOperationException(PatchTurn.UnderWay);
        }

        using (PatchTurn.Lock.Take())
        {
            // Closed before anybody is counted: who comes afterwards stays native.
            Newcomers.Shutter.Close();
            if (WhoIsLeft() is { } reason)
            {
                Newcomers.Shutter.Open();
                throw new InvalidOperationException(reason);
            }

            if (UndoAll() is { } left)
            {
                throw new InvalidOperationException(left);
            }
        }
    }

    private static string? WhoIsLeft()
    {
        // In this order: who is on the way is among the living before it has come.
        bool areOnTheirWay = Newcomers.AreOnTheirWay;
        if (HubBootstrap.OtherGreenThreads is var alive and > 0)
        {
            return $"{(alive == 1 ? "1 green thread is" : $"{alive} green threads are")} alive; their waits belong to the patched methods, which cannot be unpatched now.";
        }

        if (areOnTheirWay)
        {
            return "a thread is becoming green; its waits will belong to the patched methods, which cannot be unpatched now.";
        }

        return MonitorWaits.TryClose()
            ? null
            : "a thread waits in Monitor.Wait, or in something made of it such as Task.Wait or SemaphoreSlim.Wait, where only the patched Monitor.Pulse finds it; nothing can be unpatched now.";
    }
}

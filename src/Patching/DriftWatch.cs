using System.Reflection;
using Shim.Patching.Detours;
using Shim.Patching.Replacements;

namespace Shim.Patching;

/// <summary>
/// Looks after methods that were being compiled anew while they were patched, as can happen when PatchAll comes late: the new body is activated
/// once, past the jump. Until it is found, green threads that call the method block as on stock .NET; and who signals by way of it does so past the
/// threads that wait in our queues, which is made up for when it is found (<see cref="MissedSignals"/>).
/// </summary>
internal sealed class DriftWatch
{
    // As often again as something is lacking for the last look (a descriptor, memory): five minutes.
    private const int Patience = 30;

    // Milliseconds. Recompilations wait for 100 ms without a new method (TieredCompilation's default), then take as long as there is work for them.
    private static readonly int[] s_delays = [100, 1_000, 10_000];

    private readonly DetourEngine _engine;
    private readonly List<Drift> _repaired = [];
    private readonly List<MethodBase> _said = [];
    private int _next;
    private int _again;

    private DriftWatch(DetourEngine engine) => _engine = engine;

    /// <summary>Starts looking when one of these may have moved; as a rule none has.</summary>
    internal static void Begin(DetourEngine engine, IReadOnlyList<Detour> detours)
    {
        foreach (var detour in detours)
        {
            if (detour.MayDrift)
            {
                TryBegin(engine, []);
                return;
            }
        }
    }

    /// <summary>The later looks, after one that has found this.</summary>
    internal static void GoOn(DetourEngine engine, IReadOnlyList<Drift> drifts)
    {
        foreach (var drift in drifts)
        {
            if (drift.Repaired)
            {
                TryBegin(engine, drifts);
                return;
            }
        }
    }

    // Timers need a thread, which may not be to be had. Then it is up to GreenShim.Verify.
    private static void TryBegin(DetourEngine engine, IReadOnlyList<Drift> drifts)
    {
        try
        {
            DriftWatch watch = new(engine);
            watch.Note(drifts);
            watch.Schedule();
        }
        catch (Exception)
        {
            // Said above.
        }
    }

    // Its own state, which keeps it alive while it is set.
    private void Schedule() => new Timer(timer => Look((Timer)timer!)).Change(s_delays[0], Timeout.Infinite);

    // On a thread of the pool, where what is thrown would end the process.
    private void Look(Timer timer)
    {
        bool isDone = false;
        try
        {
            isDone = TryLook(isLast: _again >= Patience);
        }
        catch (Exception)
        {
            // No memory for a list of what was found, say.
        }

        _again += isDone ? 0 : 1;
        _next = isDone || _again > Patience ? _next + 1 : Math.Min(_next + 1, s_delays.Length - 1);
        if (_next < s_delays.Length)
        {
            timer.Change(s_delays[_next], Timeout.Infinite);
        }
        else
        {
            timer.Dispose();
        }
    }

    /// <returns>False: look again, something is lacking.</returns>
    private bool TryLook(bool isLast)
    {
        var drifts = _engine.Verify();

        // Whoever was in the method when it was repaired may have signalled after that: hence at each later look, too.
        MissedSignals.MakeUpFor(drifts);
        MissedSignals.MakeUpFor(_repaired);
        Note(drifts);

        foreach (var drift in drifts)
        {
            if (drift.MayPass && !isLast)
            {
                return false;
            }
        }

        foreach (var drift in drifts)
        {
            if (!drift.Repaired && !_said.Contains(drift.Target))
            {
                _said.Add(drift.Target);
                Notice.Write($"{drift.Target.DeclaringType?.FullName}.{drift.Target.Name} is no longer patched: {drift.What}");
            }
        }

        return true;
    }

    // No LINQ, which may have to be loaded first, and that takes a descriptor.
    private void Note(IReadOnlyList<Drift> drifts)
    {
        foreach (var drift in drifts)
        {
            if (drift.Repaired)
            {
                _repaired.Add(drift);
            }
        }
    }
}

using Shim.Patching.Detours;

namespace Shim.Patching.Replacements;

/// <summary>
/// For as long as a method's active body was not the patched one, its callers went past its replacement. Where that was a signal, those who wait in a queue
/// of ours have not had it, and nobody gives it again.
/// </summary>
internal static class MissedSignals
{
    /// <summary>Makes up for what was missed before these were found.</summary>
    internal static void MakeUpFor(IReadOnlyList<Drift> drifts)
    {
        foreach (var drift in drifts)
        {
            if (!drift.Repaired)
            {
                continue;
            }

            if (drift.Target.DeclaringType == typeof(Monitor))
            {
                // A pulse leaves nothing behind that could be looked at, so they look themselves: a wake-up for nothing, which whoever waits for a condition in a loop
                // takes as such. Who waits to enter looks again unasked (docs/locks.md).
                if (drift.Target.Name is nameof(Monitor.Pulse) or nameof(Monitor.PulseAll))
                {
                    MonitorWaits.WakeAll();
                }
            }
            else
            {
                // What was signalled, is: to offer it once too often gives nobody anything that is not there.
                HandleWaits.OfferAll();
            }
        }
    }
}

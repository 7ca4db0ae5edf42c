using Shim.Green;

namespace Shim.Patching.Replacements.Names;

/// <summary>
/// The questions that have not been answered yet. Who asks one of them once more waits for its answer: a crowd of green threads that connect to
/// the same host is one look-up.
/// </summary>
internal static class LookupsInFlight
{
    private static readonly Dictionary<LookupKey, Lookup> s_lookups = [];
    private static SpinGate s_gate;
    private static long s_asked;
    private static long s_shared;

    /// <summary>How often green threads asked, and how often somebody else had asked the same already. Any thread; a snapshot.</summary>
    internal static (long Asked, long Shared) Counts => (Volatile.Read(ref s_asked), Volatile.Read(ref s_shared));

    /// <returns>The look-up to wait for: the caller's own, which the caller begins, or the same one of somebody else.</returns>
    internal static Lookup Join(Lookup own)
    {
        s_gate.Enter();
        try
        {
            s_asked++;
            if (s_lookups.TryGetValue(own.Key, out Lookup? earlier))
            {
                s_shared++;
                return earlier;
            }

            s_lookups.Add(own.Key, own);
            return own;
        }
        finally
        {
            s_gate.Exit(); // there may be no memory for one more
        }
    }

    /// <summary>Before its waiters are woken: who asks from then on wants a new answer.</summary>
    internal static void Leave(Lookup lookup)
    {
        s_gate.Enter();

        // One that ends twice, as after an error of whoever began it, is no longer the one that others joined.
        if (s_lookups.TryGetValue(lookup.Key, out Lookup? current) && current == lookup)
        {
            s_lookups.Remove(lookup.Key);
        }

        s_gate.Exit();
    }
}

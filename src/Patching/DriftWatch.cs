using Shim.Patching.Detours;

namespace Shim.Patching;

/// <summary>
/// Looks after methods that were being compiled anew while they were patched, as can happen when PatchAll comes late: the new body is activated
/// once, past the jump. Until it is found, green threads that call the method block as on stock .NET.
/// </summary>
internal sealed class DriftWatch
{
    // Milliseconds. Recompilations wait for 100 ms without a new method (TieredCompilation's default), then take as long as there is work for them.
    private static readonly int[] s_delays = [100, 1_000, 10_000];

    private readonly DetourEngine _engine;
    private int _next;

    private DriftWatch(DetourEngine engine) => _engine = engine;

    /// <summary>Starts looking when one of these may have moved; as a rule none has.</summary>
    internal static void Begin(DetourEngine engine, IReadOnlyList<Detour> detours)
    {
        foreach (var detour in detours)
        {
            if (detour.MayDrift)
            {
                new DriftWatch(engine).Schedule();
                return;
            }
        }
    }

    private void Schedule()
    {
        if (_next < s_delays.Length)
        {
            // Its own state, which keeps it alive until it has fired.
            Timer once = new(timer =>
            {
                ((Timer)timer!).Dispose();
                Look();
            });
            once.Change(s_delays[_next++], Timeout.Infinite);
        }
    }

    private void Look()
    {
        foreach (var drift in _engine.Verify())
        {
            if (!drift.Repaired)
            {
                Console.Error.WriteLine($"GreenShim: {drift.Target.DeclaringType?.FullName}.{drift.Target.Name} is no longer patched: {drift.What}");
            }
        }

        Schedule();
    }
}

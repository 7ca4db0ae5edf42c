using Shim;
using Shim.Patching.Replacements;

namespace SyncHost;

/// <summary>
/// Runs one scenario in a process that is patched: SyncHost NAME [seconds] [seed]. Ends with 0 when everything held; says on standard
/// output what did not.
/// </summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        PatchReport report = GreenShim.PatchAll();
        foreach (string note in report.Notes)
        {
            Console.WriteLine("note: " + note);
        }

        string name = args[0];
        int seconds = args.Length > 1 ? int.Parse(args[1]) : 3;
        int seed = args.Length > 2 ? int.Parse(args[2]) : 1;
        AwareLock.IsKnown &= Environment.GetEnvironmentVariable("SYNCHOST_UNKNOWN_LOCKS") is null;
        string? fault = name switch
        {
            "locks-green" => LockTorture.Run(seconds, seed, greens: 8, natives: 0),
            "locks-mixed" => LockTorture.Run(seconds, seed, greens: 8, natives: 4),
            "locks-pair" => LockTorture.Run(seconds, seed, greens: 2, natives: 2),
            "locks-many" => LockTorture.Run(seconds, seed, greens: 50, natives: 3),
            "handles-ring" => HandleTorture.Ring(seconds, greens: 6, natives: 3),
            "handles-tokens" => HandleTorture.Tokens(seconds, seed, greens: 8, natives: 4),
            "handles-mutex" => HandleTorture.Mutexes(seconds, seed, greens: 6, natives: 3),
            "pulse-counts" => MonitorCounts.Run(seconds, greens: 6, natives: 3),
            "starved" => Starvation.Run(),
            "bulk" => Bulk.Run(),
            "signals" => Signals.Run(),
            "joins-beside-busy" => Joins.BesideBusy(),
            "joins" => Joins.Run(seconds, seed),
            "measure" => Measure.Run(),
            _ => "no such scenario: " + name,
        };

        if (MonitorLocks.Rescues != 0)
        {
            fault ??= MonitorLocks.Rescues + " waits for a lock ended only because they looked again";
        }

        Console.WriteLine(fault ?? "ok");
        return fault is null ? 0 : 1;
    }
}

using System.Diagnostics;
using Shim;

namespace DetourHost;

/// <summary>PatchAll end to end; prints what it did.</summary>
internal static class PatchAll
{
    internal static int Run(string[] args)
    {
        var before = Stopwatch.GetTimestamp();
        PatchReport report;
        try
        {
            report = GreenShim.PatchAll();
        }
        catch (PatchRefusedException refusal)
        {
            Console.WriteLine($"refused: {refusal.Message}");
            Console.WriteLine($"patched {GreenShim.IsPatched}");
            return 3;
        }

        var elapsed = Stopwatch.GetElapsedTime(before);
        foreach (var entry in report.Entries)
        {
            Console.WriteLine($"{entry.Group} {entry.Target} {entry.State} {entry.Reason}");
        }

        Console.WriteLine($"switcher {report.Switcher} runtime {report.Runtime} notes {string.Join("; ", report.Notes)}");
        Console.WriteLine($"patched {GreenShim.IsPatched} again {ReferenceEquals(report, GreenShim.PatchAll())} iced {IsLoaded("Iced")}");
        Console.Error.WriteLine($"time {report.Time.TotalMilliseconds:F1} ms, with the call {elapsed.TotalMilliseconds:F1} ms");
        return 0;
    }

    private static bool IsLoaded(string name)
    {
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            if (assembly.GetName().Name == name)
            {
                return true;
            }
        }

        return false;
    }
}

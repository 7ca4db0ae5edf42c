using System.Diagnostics;
using System.Runtime;
using System.Runtime.CompilerServices;
using Shim;

namespace DetourHost;

/// <summary>PatchAll end to end; prints what it did.</summary>
internal static class PatchAll
{
    private static nint s_answer = Nothing; // set by the patch map's "original"

    private static nint Nothing => 0;

    internal static int Run(string[] args)
    {
        var cpu = CpuNanoseconds();
        var before = Stopwatch.GetTimestamp();
        var (jitted, jitTime) = (JitInfo.GetCompiledMethodCount(), JitInfo.GetCompilationTime());
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
        cpu = CpuNanoseconds() - cpu;
        jitted = JitInfo.GetCompiledMethodCount() - jitted;
        jitTime = JitInfo.GetCompilationTime() - jitTime;
        foreach (var entry in report.Entries)
        {
            Console.WriteLine($"{entry.Group} {entry.Target} {entry.State} {entry.Reason}");
        }

        Console.WriteLine($"switcher {report.Switcher} runtime {report.Runtime} notes {string.Join("; ", report.Notes)}");
        Console.WriteLine($"patched {GreenShim.IsPatched} again {ReferenceEquals(report, GreenShim.PatchAll())} iced {IsLoaded("Iced")}");
        Console.WriteLine($"answer {Answer(1)} sleeping {IsSleeping()}");
        Console.Error.WriteLine($"time {report.Time.TotalMilliseconds:F1} ms, with the call {elapsed.TotalMilliseconds:F1} ms, on the CPU {cpu / 1e6:F1} ms, of it {jitTime.TotalMilliseconds:F1} ms for {jitted} methods in the JIT");
        return 0;
    }

    /// <summary>A method of the application's own, for patch maps of its own.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Answer(int value) => Frame.Zeros(value) + 1;

    private static unsafe int OtherAnswer(int value) => 41 + ((delegate*<int, int>)s_answer)(value);

    private static int WrongAnswer(string value) => value.Length;

    private static bool IsSleeping()
    {
        var clock = Stopwatch.StartNew();
        Thread.Sleep(20);
        return clock.ElapsedMilliseconds >= 19;
    }

    // All threads, because PatchAll moves this one to another OS thread. Wall time says little on a busy machine.
    private static long CpuNanoseconds()
    {
        long sum = 0;
        foreach (var task in Directory.GetDirectories("/proc/self/task"))
        {
            try
            {
                sum += long.Parse(File.ReadAllText(task + "/schedstat").Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
            }
            catch (IOException)
            {
                // It has ended since: the one that loads assemblies in the background does.
            }
        }

        return sum;
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

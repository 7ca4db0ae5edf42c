using System.Diagnostics;
using System.Globalization;
using Shim.Loop;

namespace Bench.Loop;

/// <summary>The workload "timers" on the event loop itself: as many timers, each due one to two seconds after it was armed, as in the other programs.</summary>
internal static class LoopTimers
{
    private const int LeadMs = 1000;
    private const long NsPerMs = 1_000_000;

    internal static void Run(int count)
    {
        using var loop = new EventLoop();
        var late = new double[count];
        var timers = new TimerWatcher[count];
        double cpu = CpuSeconds();
        long from = Stopwatch.GetTimestamp();
        for (int i = 0; i < count; i++)
        {
            int me = i, due = LeadMs + (int)(i * 7919L % 1000);
            long armedAt = Stopwatch.GetTimestamp();
            timers[i] = new TimerWatcher(loop, _ => late[me] = Stopwatch.GetElapsedTime(armedAt).TotalMilliseconds - due);
            // The loop's time stands still while it does not run.
            loop.UpdateNow();
            timers[i].Start(due * NsPerMs);
        }
        double armed = Stopwatch.GetElapsedTime(from).TotalNanoseconds;
        loop.Run();
        cpu = CpuSeconds() - cpu;
        Array.Sort(late);
        Say("CPU ns", cpu * 1e9 / count);
        Say("arm ns", armed / count);
        Say("late ms p50", late[count / 2]);
        Say("late ms p99", late[(int)(count * 0.99)]);
        Say("late ms max", late[^1]);
        using var self = Process.GetCurrentProcess();
        Say("peak MiB", self.PeakWorkingSet64 / 1048576.0);
    }

    private static double CpuSeconds()
    {
        using var self = Process.GetCurrentProcess();
        return self.TotalProcessorTime.TotalSeconds;
    }

    private static void Say(string name, double value) => Console.WriteLine(name + " " + value.ToString("R", CultureInfo.InvariantCulture));
}

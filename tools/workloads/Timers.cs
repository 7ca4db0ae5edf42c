using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

// Timers by the million, each due one to two seconds after it was armed.
static class Timers
{
    const int LeadMs = 1000;

    public static void Run(int count)
    {
        var late = new double[count];
        int left = count;
        using var done = new ManualResetEventSlim();
        double cpu = Say.CpuSeconds();
        long from = Stopwatch.GetTimestamp();
        var timers = new Timer[count];
        for (int i = 0; i < count; i++)
        {
            int me = i, due = Due(i);
            long armedAt = Stopwatch.GetTimestamp();
            timers[i] = new Timer(_ =>
            {
                late[me] = Stopwatch.GetElapsedTime(armedAt).TotalMilliseconds - due;
                if (Interlocked.Decrement(ref left) == 0)
                {
                    done.Set();
                }
            }, null, due, Timeout.Infinite);
        }
        double armed = Stopwatch.GetElapsedTime(from).TotalNanoseconds;
        done.Wait();
        Finish(armed, cpu, late);
        GC.KeepAlive(timers);
    }

    public static async Task RunAsync(int count)
    {
        var late = new double[count];
        double cpu = Say.CpuSeconds();
        long from = Stopwatch.GetTimestamp();
        var tasks = new Task[count];
        for (int i = 0; i < count; i++)
        {
            tasks[i] = Wait(i);
        }
        double armed = Stopwatch.GetElapsedTime(from).TotalNanoseconds;
        await Task.WhenAll(tasks);
        Finish(armed, cpu, late);

        async Task Wait(int me)
        {
            int due = Due(me);
            long armedAt = Stopwatch.GetTimestamp();
            await Task.Delay(due).ConfigureAwait(false);
            late[me] = Stopwatch.GetElapsedTime(armedAt).TotalMilliseconds - due;
        }
    }

    static int Due(int i) => LeadMs + (int)(i * 7919L % 1000);

    static void Finish(double armedNs, double cpuBefore, double[] late)
    {
        Say.Value("CPU ns", (Say.CpuSeconds() - cpuBefore) * 1e9 / late.Length);
        Say.Value("arm ns", armedNs / late.Length);
        Say.Percentiles("late ms", late, late.Length);
        Say.Value("peak MiB", Say.PeakMiB());
    }
}

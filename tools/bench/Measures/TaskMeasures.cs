using Shim;

namespace Bench.Measures;

/// <summary>Tasks and threads that wait for each other, on stock threads and on green ones; on all processors, as stock can use them.</summary>
internal static class TaskMeasures
{
    private const string Green = "-green";

    internal static bool Has(string name) => name.StartsWith("task", StringComparison.Ordinal);

    internal static double Run(string name)
    {
        if (name.EndsWith(Green, StringComparison.Ordinal))
        {
            GreenShim.PatchAll(new PatchOptions { Groups = ["+threadpool"] });
        }
        double result = 0;
        var thread = new Thread(() => result = name.StartsWith("taskrun", StringComparison.Ordinal) ? RoundTrip() : PingPong());
        thread.Start();
        thread.Join();
        return result;
    }

    private static double RoundTrip() => Measure.MedianNs(20_000, count =>
    {
        for (int i = 0; i < count; i++)
        {
            Task.Run(static () => { }).Wait();
        }
    });

    // Each completes the task that the other waits for.
    private static double PingPong() => Measure.MedianNs(40_000, count =>
    {
        TaskCompletionSource[] here = Sources(count / 2), there = Sources(count / 2);
        var other = new Thread(() =>
        {
            for (int i = 0; i < there.Length; i++)
            {
                there[i].Task.Wait();
                here[i].SetResult();
            }
        });
        other.Start();
        for (int i = 0; i < here.Length; i++)
        {
            there[i].SetResult();
            here[i].Task.Wait();
        }
        other.Join();
    });

    private static TaskCompletionSource[] Sources(int count)
    {
        var all = new TaskCompletionSource[count];
        for (int i = 0; i < count; i++)
        {
            all[i] = new TaskCompletionSource();
        }
        return all;
    }
}

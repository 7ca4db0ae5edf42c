using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

// How long a collection of the youngest generation stops the process, by the number of threads that are parked.
static class Collections
{
    const int Rounds = 10;

    static int[] Steps(int most) => [0, most / 10, most];

    public static void Run(int most)
    {
        object gate = new object();
        bool open = false;
        var threads = new List<Thread>();
        foreach (int parked in Steps(most))
        {
            while (threads.Count < parked)
            {
                var thread = new Thread(() =>
                {
                    lock (gate)
                    {
                        while (!open)
                        {
                            Monitor.Wait(gate);
                        }
                    }
                });
                threads.Add(thread);
                thread.Start();
            }
            Thread.Sleep(100);
            Measure(parked, most);
        }
        lock (gate)
        {
            open = true;
            Monitor.PulseAll(gate);
        }
        threads.ForEach(t => t.Join());
    }

    public static async Task RunAsync(int most)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var tasks = new List<Task>();
        foreach (int parked in Steps(most))
        {
            while (tasks.Count < parked)
            {
                tasks.Add(Task.Run(async () => await gate.Task));
            }
            await Task.Delay(100);
            Measure(parked, most);
        }
        gate.SetResult();
        await Task.WhenAll(tasks);
    }

    static void Measure(int parked, int most)
    {
        GC.Collect();
        var pauses = new double[Rounds];
        for (int i = 0; i < Rounds; i++)
        {
            TimeSpan before = GC.GetTotalPauseDuration();
            GC.Collect(0);
            pauses[i] = (GC.GetTotalPauseDuration() - before).TotalMilliseconds;
        }
        Array.Sort(pauses);
        Say.Value(parked == 0 ? "pause ms at none" : parked == most ? "pause ms at all" : "pause ms at a tenth", pauses[Rounds / 2]);
    }
}

using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

// Two plain threads that wait for each other, in several ways, and what one hand-over takes.
//   HandOvers [TURNS]
static class Program
{
    const int Rounds = 9;

    static int Main(string[] args)
    {
        int turns = args.Length > 0 ? int.Parse(args[0]) : 20000;
        Print("contended lock", turns, Locks);
        Print("ManualResetEventSlim", turns, Events);
        Print("BlockingCollection", turns, Collections);
        Print("Task.Wait", turns, Tasks);
        return 0;
    }

    // Once in vain, while everything is compiled.
    static void Print(string what, int turns, Action<int> run)
    {
        for (int i = 0; i < 40; i++)
        {
            run(Math.Max(1, turns / 100));
        }
        Thread.Sleep(200);
        run(turns);
        double[] times = new double[Rounds];
        for (int i = 0; i < Rounds; i++)
        {
            long from = Stopwatch.GetTimestamp();
            run(turns);
            times[i] = Stopwatch.GetElapsedTime(from).TotalNanoseconds / turns / 2;
        }
        Array.Sort(times);
        Console.WriteLine(what + " " + times[Rounds / 2].ToString("F1"));
    }

    static void Pair(Action<int> body)
    {
        var threads = new[] { new Thread(() => body(0)), new Thread(() => body(1)) };
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());
    }

    // Whoever has it lets the other try meanwhile.
    static void Locks(int turns)
    {
        var gate = new object();
        Pair(_ =>
        {
            for (int i = 0; i < turns; i++)
            {
                lock (gate)
                {
                    Thread.Yield();
                }
            }
        });
    }

    static void Events(int turns)
    {
        var events = new[] { new ManualResetEventSlim(true), new ManualResetEventSlim() };
        Pair(me =>
        {
            for (int i = 0; i < turns; i++)
            {
                events[me].Wait();
                events[me].Reset();
                events[1 - me].Set();
            }
        });
    }

    static void Collections(int turns)
    {
        var queues = new[] { new BlockingCollection<int> { 0 }, new BlockingCollection<int>() };
        Pair(me =>
        {
            for (int i = 0; i < turns; i++)
            {
                queues[1 - me].Add(queues[me].Take());
            }
        });
    }

    static void Tasks(int turns)
    {
        var sources = new[] { Sources(turns + 1), Sources(turns + 1) };
        sources[0][0].SetResult();
        Pair(me =>
        {
            for (int i = 0; i < turns; i++)
            {
                sources[me][i].Task.Wait();
                sources[1 - me][me == 0 ? i : i + 1].SetResult();
            }
        });
    }

    static TaskCompletionSource[] Sources(int count)
    {
        var all = new TaskCompletionSource[count];
        for (int i = 0; i < count; i++)
        {
            all[i] = new TaskCompletionSource();
        }
        return all;
    }
}

using System;
using System.Diagnostics;
using System.IO;
using System.Threading;

// Starts many plain threads that do nothing but sleep, again and again, and says what that cost.
//   Sleepers [--threads N] [--sleep MS] [--rounds N] [--stack KIB]
static class Program
{
    static int s_started;
    static int s_awake;

    static int Main(string[] args)
    {
        int threads = 10000, sleep = 1000, rounds = 3, stackKib = 0;
        for (int i = 0; i + 1 < args.Length; i += 2)
        {
            int value = int.Parse(args[i + 1]);
            switch (args[i])
            {
                case "--threads": threads = value; break;
                case "--sleep": sleep = value; break;
                case "--rounds": rounds = value; break;
                case "--stack": stackKib = value; break;
                default: Console.Error.WriteLine("unknown option " + args[i]); return 64;
            }
        }

        double[] late = new double[threads * rounds];
        object gate = new object();
        bool go = false;
        long rssBefore = Rss();
        var clock = Stopwatch.StartNew();
        var all = new Thread[threads];
        int failed = 0;
        for (int i = 0; i < threads; i++)
        {
            int me = i;
            all[i] = new Thread(() =>
            {
                Interlocked.Increment(ref s_started);
                lock (gate)
                {
                    while (!go)
                    {
                        Monitor.Wait(gate);
                    }
                }
                for (int r = 0; r < rounds; r++)
                {
                    // Spread over a second, as sleeping threads in the field are.
                    int ms = sleep + (me * 7919 + r * 104729) % 1000;
                    long from = Stopwatch.GetTimestamp();
                    Thread.Sleep(ms);
                    late[r * threads + me] = Stopwatch.GetElapsedTime(from).TotalMilliseconds - ms;
                }
                Interlocked.Increment(ref s_awake);
            }, stackKib * 1024);
            try
            {
                all[i].Start();
            }
            catch (OutOfMemoryException)
            {
                all[i] = null;
                failed++;
            }
        }
        while (Volatile.Read(ref s_started) < threads - failed)
        {
            Thread.Sleep(1);
        }
        double startMs = clock.Elapsed.TotalMilliseconds;
        lock (gate)
        {
            go = true;
            Monitor.PulseAll(gate);
        }
        Thread.Sleep(sleep / 2);
        long rssAsleep = Rss();
        int osThreads = OsThreads();
        foreach (Thread t in all)
        {
            t?.Join();
        }

        Array.Sort(late);
        Console.WriteLine("threads " + threads);
        Console.WriteLine("failed to start " + failed);
        Console.WriteLine("woke " + s_awake);
        Console.WriteLine("started ms " + startMs.ToString("F0"));
        Console.WriteLine("rss KiB each " + ((rssAsleep - rssBefore) / 1024.0 / threads).ToString("F1"));
        Console.WriteLine("os threads " + osThreads);
        Console.WriteLine("early " + Array.FindAll(late, l => l < -1).Length);
        Console.WriteLine("late ms p50 " + late[late.Length / 2].ToString("F2"));
        Console.WriteLine("late ms p99 " + late[(int)(late.Length * 0.99)].ToString("F2"));
        Console.WriteLine("late ms max " + late[late.Length - 1].ToString("F2"));
        return s_awake == threads - failed ? 0 : 1;
    }

    static long Rss()
    {
        return Value("VmRSS:") * 1024;
    }

    static int OsThreads()
    {
        return (int)Value("Threads:");
    }

    static long Value(string key)
    {
        foreach (string line in File.ReadAllLines("/proc/self/status"))
        {
            if (line.StartsWith(key))
            {
                return long.Parse(line.Substring(key.Length).Replace("kB", "").Trim());
            }
        }
        return 0;
    }
}

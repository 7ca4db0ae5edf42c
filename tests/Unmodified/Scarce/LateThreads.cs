using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;

// Threads that compute for long between their waits, where the system has no more threads; and a FirstChanceException handler that waits itself, whatever
// it was called for. To be run by a user whose threads are limited: the superuser's are not.
static class LateThreads
{
    const int NumberOfThreads = 6; // RLIMIT_NPROC

    [ThreadStatic]
    static int t_depth;

    public static int Run()
    {
        Console.WriteLine("computing and waiting");
        var never = new AutoResetEvent(false);
        bool go = false, isDeep = false;
        AppDomain.CurrentDomain.FirstChanceException += (_, _) =>
        {
            if (t_depth == 10)
            {
                Volatile.Write(ref isDeep, true);
                return;
            }
            t_depth++;
            never.WaitOne(2);
            t_depth--;
        };
        int wrong = 0;
        List<Thread> crowd = Enumerable.Range(0, 5).Select(_ => new Thread(() =>
        {
            var mine = new AutoResetEvent(false);
            var monitor = new object();
            while (!Volatile.Read(ref go))
            {
                Thread.Sleep(1);
            }
            for (int i = 0; i < 3; i++)
            {
                Compute();
                wrong += mine.WaitOne(5) ? 1 : 0;
                Compute();
                lock (monitor)
                {
                    wrong += Monitor.Wait(monitor, 5) ? 1 : 0;
                }
                Compute();
                mine.Set();
                wrong += mine.WaitOne(5) ? 0 : 1;
            }
        })).ToList();
        crowd.ForEach(t => t.Start());
        setrlimit(NumberOfThreads, new long[] { 1, 1 });
        Volatile.Write(ref go, true);
        crowd.ForEach(t => t.Join());
        Console.WriteLine("waits that ended wrongly: " + wrong);
        Console.WriteLine("a handler inside of a handler, without end: " + isDeep);
        never.Set();
        Console.WriteLine("what nobody waits for is there: " + never.WaitOne(0));
        return 0;
    }

    static void Compute()
    {
        for (var watch = Stopwatch.StartNew(); watch.ElapsedMilliseconds < 40;)
        {
        }
    }

    [DllImport("libc")]
    static extern int setrlimit(int resource, long[] limits);
}

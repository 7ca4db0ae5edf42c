using System;
using System.Diagnostics;
using System.Net;
using System.Threading;

// One that sleeps a millisecond at a time, beside a thousand that look up a name each, all at once.
static class Lookups
{
    public static void Run(int count, int rounds)
    {
        for (int round = 0; round < rounds; round++)
        {
            double late = 0;
            bool over = false;
            int failed = 0, number = round;
            var go = new ManualResetEvent(false);
            var ready = new CountdownEvent(count);
            var threads = new Thread[count];
            for (int i = 0; i < count; i++)
            {
                int name = i;
                threads[i] = new Thread(() =>
                {
                    ready.Signal();
                    go.WaitOne();
                    try
                    {
                        Dns.GetHostAddresses("n" + name + ".r" + number + ".wild.test");
                    }
                    catch (Exception)
                    {
                        Interlocked.Increment(ref failed);
                    }
                });
                threads[i].Start();
            }
            ready.Wait();
            // Garbage of the starts, which another round's collection would find.
            GC.Collect();
            var sleeper = new Thread(() =>
            {
                while (!Volatile.Read(ref over))
                {
                    long from = Stopwatch.GetTimestamp();
                    Thread.Sleep(1);
                    late = Math.Max(late, Stopwatch.GetElapsedTime(from).TotalMilliseconds - 1);
                }
            });
            sleeper.Start();
            Thread.Sleep(50);
            long start = Stopwatch.GetTimestamp();
            go.Set();
            foreach (Thread thread in threads)
            {
                thread.Join();
            }
            double took = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            Volatile.Write(ref over, true);
            sleeper.Join();
            Say.Value("ms " + round, took);
            Say.Value("late ms max " + round, late);
            Say.Value("failed " + round, failed);
        }
    }
}

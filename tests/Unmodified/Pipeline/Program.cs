using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Text;
using System.Threading;

// A pipeline of plain threads: numbers are made, tested for primality, hashed, collected. Every hand-over between stages uses another tool of
// System.Threading. What it prints does not depend on how the threads were scheduled.
//   Pipeline [--items N] [--workers N]
static class Program
{
    static int s_items = 20000;
    static int s_workers = 6;

    static int Main(string[] args)
    {
        for (int i = 0; i + 1 < args.Length; i += 2)
        {
            switch (args[i])
            {
                case "--items": s_items = int.Parse(args[i + 1]); break;
                case "--workers": s_workers = int.Parse(args[i + 1]); break;
                default: Console.Error.WriteLine("usage: Pipeline [--items N] [--workers N]"); return 64;
            }
        }

        MonitorStages();
        BlockingCollectionStages();
        SemaphoreGate();
        EventRelay();
        CountdownAndBarrier();
        Timeouts();
        ReaderWriter();
        Console.WriteLine("done");
        return 0;
    }

    // Producers -> bounded buffer (Monitor) -> workers -> bounded buffer -> one collector.
    static void MonitorStages()
    {
        var numbers = new BoundedBuffer<int>(16);
        var primes = new BoundedBuffer<int>(16);
        var producers = new List<Thread>();
        for (int p = 0; p < 2; p++)
        {
            int first = p;
            producers.Add(Start("producer", () =>
            {
                for (int n = first; n < s_items; n += 2)
                {
                    numbers.Put(n);
                }
            }));
        }
        var workers = new List<Thread>();
        for (int w = 0; w < s_workers; w++)
        {
            workers.Add(Start("worker", () =>
            {
                int n;
                while (numbers.TryTake(out n, TimeSpan.FromSeconds(30)))
                {
                    if (IsPrime(n))
                    {
                        primes.Put(n);
                    }
                }
            }));
        }
        long sum = 0;
        int count = 0;
        Thread collector = Start("collector", () =>
        {
            int n;
            while (primes.TryTake(out n, TimeSpan.FromSeconds(30)))
            {
                sum += n;
                count++;
            }
        });
        producers.ForEach(t => t.Join());
        numbers.Close();
        workers.ForEach(t => t.Join());
        primes.Close();
        collector.Join();
        Console.WriteLine("monitor: " + count + " primes, sum " + sum + ", buffer never above 16: " + (numbers.HighWater <= 16 && primes.HighWater <= 16));
    }

    static void BlockingCollectionStages()
    {
        using (var texts = new BlockingCollection<string>(8))
        using (var hashes = new BlockingCollection<string>(8))
        {
            Thread producer = Start("producer", () =>
            {
                for (int i = 0; i < s_items / 10; i++)
                {
                    texts.Add("item " + i);
                }
                texts.CompleteAdding();
            });
            var hashers = new List<Thread>();
            for (int w = 0; w < s_workers; w++)
            {
                hashers.Add(Start("hasher", () =>
                {
                    foreach (string text in texts.GetConsumingEnumerable())
                    {
                        hashes.Add(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
                    }
                }));
            }
            var sorted = new SortedSet<string>(StringComparer.Ordinal);
            Thread collector = Start("collector", () =>
            {
                foreach (string hash in hashes.GetConsumingEnumerable())
                {
                    sorted.Add(hash);
                }
            });
            producer.Join();
            hashers.ForEach(t => t.Join());
            hashes.CompleteAdding();
            collector.Join();
            string all = Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(string.Concat(sorted))));
            Console.WriteLine("blocking collection: " + sorted.Count + " hashes, digest " + all.Substring(0, 16));
        }
    }

    // No more than three may be inside at once, however many want to.
    static void SemaphoreGate()
    {
        using (var slim = new SemaphoreSlim(3))
        using (var heavy = new Semaphore(3, 3))
        {
            int inside = 0, most = 0, entered = 0;
            object gate = new object();
            var threads = new List<Thread>();
            for (int w = 0; w < 20; w++)
            {
                bool useSlim = w % 2 == 0;
                threads.Add(Start("visitor", () =>
                {
                    for (int i = 0; i < 5; i++)
                    {
                        if (useSlim) { slim.Wait(); } else { heavy.WaitOne(); }
                        lock (gate)
                        {
                            entered++;
                            inside++;
                            most = Math.Max(most, inside);
                        }
                        Thread.Sleep(1);
                        lock (gate)
                        {
                            inside--;
                        }
                        if (useSlim) { slim.Release(); } else { heavy.Release(); }
                    }
                }));
            }
            threads.ForEach(t => t.Join());
            Console.WriteLine("semaphores: " + entered + " visits, never more than 6 at once: " + (most <= 6) + ", empty at the end: " + (inside == 0));
        }
    }

    // A token goes round a ring of threads, each waiting on an event of its own.
    static void EventRelay()
    {
        const int size = 10, laps = 50;
        var events = new AutoResetEvent[size];
        for (int i = 0; i < size; i++)
        {
            events[i] = new AutoResetEvent(false);
        }
        var finished = new ManualResetEvent(false);
        var order = new StringBuilder();
        int passed = 0;
        var threads = new List<Thread>();
        for (int i = 0; i < size; i++)
        {
            int me = i;
            threads.Add(Start("runner", () =>
            {
                for (int lap = 0; lap < laps; lap++)
                {
                    events[me].WaitOne();
                    passed++;
                    if (lap == 0)
                    {
                        order.Append(me);
                    }
                    if (passed == size * laps)
                    {
                        finished.Set();
                    }
                    events[(me + 1) % size].Set();
                }
            }));
        }
        events[0].Set();
        bool ended = finished.WaitOne(TimeSpan.FromSeconds(30));
        threads.ForEach(t => t.Join());
        Console.WriteLine("events: order " + order + ", passed " + passed + ", finished " + ended);
    }

    static void CountdownAndBarrier()
    {
        const int parties = 5;
        int phases = 0;
        using (var done = new CountdownEvent(parties))
        using (var barrier = new Barrier(parties, b => phases++))
        {
            int[] reached = new int[parties];
            bool together = true;
            for (int p = 0; p < parties; p++)
            {
                int me = p;
                Start("party", () =>
                {
                    for (int phase = 0; phase < 10; phase++)
                    {
                        reached[me] = phase;
                        barrier.SignalAndWait();
                        for (int other = 0; other < parties; other++)
                        {
                            if (Volatile.Read(ref reached[other]) < phase)
                            {
                                together = false;
                            }
                        }
                    }
                    done.Signal();
                });
            }
            done.Wait();
            Console.WriteLine("barrier: " + phases + " phases, together: " + together);
        }
    }

    static void Timeouts()
    {
        var gate = new object();
        var never = new ManualResetEvent(false);
        var held = new ManualResetEvent(false);
        var release = new ManualResetEvent(false);
        Thread holder = Start("holder", () =>
        {
            lock (gate)
            {
                held.Set();
                release.WaitOne();
            }
        });
        held.WaitOne();
        bool entered = Monitor.TryEnter(gate, 20);
        bool joined = holder.Join(20);
        bool signalled = never.WaitOne(20);
        int any = WaitHandle.WaitAny(new WaitHandle[] { never, held }, 20);
        bool all = WaitHandle.WaitAll(new WaitHandle[] { never, held }, 20);
        bool taken;
        using (var empty = new BlockingCollection<int>())
        {
            int item;
            taken = empty.TryTake(out item, 20);
        }
        release.Set();
        holder.Join();
        Console.WriteLine("timeouts: lock " + entered + ", join " + joined + ", wait " + signalled + ", any " + any + ", all " + all + ", take " + taken);
    }

    static void ReaderWriter()
    {
        var table = new Dictionary<int, int>();
        var rw = new ReaderWriterLockSlim();
        int wrong = 0;
        var threads = new List<Thread>();
        for (int w = 0; w < 2; w++)
        {
            int me = w;
            threads.Add(Start("writer", () =>
            {
                for (int i = 0; i < 200; i++)
                {
                    rw.EnterWriteLock();
                    table[me] = i;
                    table[-1 - me] = -i;
                    rw.ExitWriteLock();
                    if (i % 20 == 0)
                    {
                        Thread.Yield();
                    }
                }
            }));
        }
        for (int r = 0; r < 4; r++)
        {
            threads.Add(Start("reader", () =>
            {
                for (int i = 0; i < 200; i++)
                {
                    rw.EnterReadLock();
                    for (int w = 0; w < 2; w++)
                    {
                        int a, b;
                        if (table.TryGetValue(w, out a) && table.TryGetValue(-1 - w, out b) && a != -b)
                        {
                            Interlocked.Increment(ref wrong);
                        }
                    }
                    rw.ExitReadLock();
                }
            }));
        }
        threads.ForEach(t => t.Join());
        Console.WriteLine("reader-writer: " + table[0] + " " + table[1] + ", torn reads " + wrong);
    }

    static Thread Start(string name, ThreadStart body)
    {
        var thread = new Thread(body);
        thread.Name = name;
        thread.Start();
        return thread;
    }

    static bool IsPrime(int n)
    {
        if (n < 2)
        {
            return false;
        }
        for (int d = 2; d * d <= n; d++)
        {
            if (n % d == 0)
            {
                return false;
            }
        }
        return true;
    }
}

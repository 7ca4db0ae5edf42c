using System.Diagnostics;
using System.Runtime.CompilerServices;
using Shim.Green;

namespace GreenHost;

/// <summary>Everything at once, while the garbage collector compacts.</summary>
internal static class TortureScenarios
{
    [ThreadStatic]
    private static int t_id;

    private static readonly object Gate = new();
    private static long s_counter;
    private static long s_sink;

    public static void Allocating_throwing_locking_and_yielding_under_forced_collections()
    {
        int seconds = int.Parse(Environment.GetEnvironmentVariable("TORTURE_SECONDS") ?? "5", System.Globalization.CultureInfo.InvariantCulture);
        bool stop = false;
        long collections = 0;
        Thread collector = new(() =>
        {
            while (!Volatile.Read(ref stop))
            {
                GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
                collections++;
                Natively.Sleep(20_000);
            }
        });
        collector.Start();

        long end = Stopwatch.GetTimestamp() + (seconds * Stopwatch.Frequency);
        int live = 0;
        long rounds = 0;
        for (int i = 0; i < 1000; i++)
        {
            int id = i;
            Interlocked.Increment(ref live);
            GreenThread.Spawn(() =>
            {
                Interlocked.Add(ref rounds, Work(id, end));
                Interlocked.Decrement(ref live);
            });
        }

        while (Volatile.Read(ref live) > 0)
        {
            GreenThread.Sleep(TimeSpan.FromMilliseconds(5));
        }

        Volatile.Write(ref stop, true);
        collector.Join();
        Check.That(rounds >= 1000);
        Check.That(collections > 3);
        Check.Equal(s_counter, rounds);
        Console.WriteLine($"{rounds} rounds, {collections} collections, {Hub.Default.Statistics}");
    }

    /// <summary>
    /// A busy green thread must be interrupted by the runtime as a plain thread is, or every collection waits for it. Medians, and a
    /// wide factor: one that cannot be interrupted is slower by its whole loop, a hundred times and more.
    /// </summary>
    public static void A_busy_green_thread_does_not_hold_up_the_collector()
    {
        // Two OS threads have to run for the green one's signal. On a machine that is busy with other things each may have to wait for a processor: what
        // is slow by itself is so each time.
        bool isQuick = false;
        for (int attempt = 0; attempt < 3 && !isQuick; attempt++)
        {
            double plain = MedianCollectionWhile(action => new Thread(() => action()).Start());
            double green = MedianCollectionWhile(action => GreenThread.Spawn(action));
            Console.WriteLine($"median collection: beside a plain thread {plain:F0} us, beside a green thread {green:F0} us");
            isQuick = green < plain * 10;
        }

        Check.That(isQuick);
    }

    private static double MedianCollectionWhile(Action<Action> start)
    {
        bool burning = false;
        bool stop = false;
        bool ended = false;
        start(() =>
        {
            while (!Volatile.Read(ref stop))
            {
                Volatile.Write(ref burning, true);
                Spin(200_000_000);
            }

            Volatile.Write(ref ended, true);
        });
        List<double> times = [];
        Thread collector = new(() =>
        {
            while (!Volatile.Read(ref burning))
            {
                Natively.Sleep(100);
            }

            for (int i = 0; i < 101; i++)
            {
                long begin = Stopwatch.GetTimestamp();
                GC.Collect(0, GCCollectionMode.Forced, blocking: true);
                times.Add(Stopwatch.GetElapsedTime(begin).TotalMicroseconds);
            }

            Volatile.Write(ref stop, true);
        });
        collector.Start();
        while (!Volatile.Read(ref ended) || collector.IsAlive)
        {
            GreenThread.Sleep(TimeSpan.FromMilliseconds(5));
        }

        times.Sort();
        return times[times.Count / 2];
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Spin(long count)
    {
        long x = 0;
        for (long i = 0; i < count; i++)
        {
            x += i ^ x;
        }

        s_sink = x;
    }

    private static long Work(int id, long end)
    {
        t_id = id;
        Thread me = Thread.CurrentThread;
        Random random = new(id);
        List<byte[]> kept = [];
        long rounds = 0;
        do
        {
            rounds++;
            byte[] bytes = new byte[random.Next(10, 2000)];
            bytes[0] = (byte)id;
            kept.Add(bytes);
            if (kept.Count > 20)
            {
                kept.RemoveAt(random.Next(20));
            }

            Check.Equal(t_id, id);
            Check.That(Thread.CurrentThread == me);
            try
            {
                Deep(random.Next(1, 30), id);
            }
            catch (InvalidOperationException e) when (e.Message == "deep")
            {
            }

            Check.That(kept.TrueForAll(b => b[0] == (byte)id));
            if (rounds % 10 == 7)
            {
                Check.That(IsNullCaught());
            }

            lock (Gate)
            {
                s_counter++;
            }

            switch (random.Next(1000))
            {
                case < 20:
                    GreenThread.Sleep(TimeSpan.FromMilliseconds(1));
                    break;
                case < 22:
                    // Two carriers at once from here.
                    using (BlockingRegion.Enter())
                    {
                        Natively.Sleep(300);
                    }

                    break;
                default:
                    GreenThread.Yield();
                    break;
            }
        }
        while (Stopwatch.GetTimestamp() < end);
        return rounds;
    }

    private static bool IsNullCaught()
    {
        try
        {
            return Length(null) < 0;
        }
        catch (NullReferenceException)
        {
            return true;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Length(string? text) => text!.Length;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Deep(int depth, int id)
    {
        object[] local = [id, new int[depth]];
        if (depth == 0)
        {
            GreenThread.Yield();
            throw new InvalidOperationException("deep");
        }

        try
        {
            Deep(depth - 1, id);
        }
        finally
        {
            Check.Equal((int)local[0], id);
        }
    }
}

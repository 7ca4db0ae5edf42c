using System.Diagnostics;
using System.Runtime.CompilerServices;
using Shim.Green;

namespace GreenHost;

/// <summary>When a green thread keeps the carrier, the others go on without it.</summary>
internal static class CarrierScenarios
{
    private static long s_sink;

    public static void Others_run_while_one_is_in_a_blocking_region()
    {
        int turns = CountTurnsDuring(() =>
        {
            using (BlockingRegion.Enter())
            {
                Natively.Sleep(100_000);
            }
        });
        Check.That(turns >= 3);
        Check.That(Hub.Default.Statistics.HandOvers >= 1);
    }

    public static void The_watchdog_frees_others_from_a_native_block()
    {
        Check.That(OthersGetTurnsDuring(() => Natively.Sleep(300_000)));
        Check.That(Hub.Default.Statistics.HandOvers >= 1);
    }

    public static void The_watchdog_frees_others_from_a_cpu_hog()
    {
        Check.That(OthersGetTurnsDuring(() => Burn(TimeSpan.FromMilliseconds(300))));
        Check.That(Hub.Default.Statistics.HandOvers >= 1);
    }

    /// <summary>Run with GREENSHIM_STRICT=1.</summary>
    public static void In_strict_mode_nobody_runs_meanwhile()
    {
        int turns = CountTurnsDuring(() => Natively.Sleep(200_000));
        Check.That(turns <= 1);
        Check.Equal(Hub.Default.Statistics.HandOvers, 0);
    }

    /// <summary>After one that was found asleep in the kernel, the next is found out after a millisecond.</summary>
    public static void Who_blocks_after_another_one_has_is_found_out_sooner()
    {
        bool isSooner = false;
        for (int i = 0; i < 10 && !isSooner; i++)
        {
            GreenThread.Spawn(() => Natively.Sleep(50_000)).Join();
            GreenThread.Spawn(() =>
            {
                long before = Hub.Default.Statistics.HandOvers;
                Natively.Sleep(10_000);
                isSooner = Hub.Default.Statistics.HandOvers != before;
            }).Join();
        }

        Check.That(isSooner);
    }

    /// <summary>A start takes place on the processor of its creator; the two are not held there.</summary>
    public static void A_carrier_that_starts_a_thread_keeps_its_processors()
    {
        string before = Processors();
        string theirs = "";
        GreenThread first = GreenThread.Spawn(() => GreenThread.Sleep(TimeSpan.FromMilliseconds(1)));
        GreenThread second = GreenThread.Spawn(() => theirs = Processors());
        Check.Equal(Processors(), before);
        first.Join();
        second.Join();
        Check.Equal(theirs, before);

        static string Processors() => File.ReadLines("/proc/thread-self/status").First(static line => line.StartsWith("Cpus_allowed:", StringComparison.Ordinal));
    }

    public static void A_late_one_comes_back_to_the_others()
    {
        for (int i = 0; i < 30; i++)
        {
            GreenThread late = GreenThread.Spawn(() =>
            {
                using (BlockingRegion.Enter())
                {
                    Natively.Sleep(500);
                }

                for (int k = 0; k < 10; k++)
                {
                    GreenThread.Yield();
                }
            });
            GreenThread other = GreenThread.Spawn(() => GreenThread.Sleep(TimeSpan.FromMicroseconds(300)));
            late.Join();
            other.Join();
        }

        // Two would do, were the machine never late.
        Check.That(Hub.Default.Statistics.Carriers <= 6);
    }

    public static void The_carriers_slice_is_the_shortest_and_nobody_inherits_it()
    {
        string ours = "", nativeThreads = "", childs = "";
        Thread native = new(() => nativeThreads = Slice(File.ReadAllText("/proc/thread-self/sched")));
        GreenThread.Spawn(() =>
        {
            ours = Slice(File.ReadAllText("/proc/thread-self/sched"));
            native.UnsafeStart();
            using Process child = Process.Start(new ProcessStartInfo("cat", "/proc/self/sched") { RedirectStandardOutput = true })!;
            childs = Slice(child.StandardOutput.ReadToEnd());
        }).Join();
        native.Join();

        // Before Linux 6.12 nobody can choose.
        bool isGiven = Environment.OSVersion.Version >= new Version(6, 12) && Environment.GetEnvironmentVariable("GREENSHIM_SWITCHER") != "thread";
        Check.Equal(ours, isGiven ? "100000" : nativeThreads);
        Check.That(!isGiven || nativeThreads != ours);
        Check.Equal(childs, nativeThreads);
    }

    public static void Many_may_block_at_once()
    {
        int done = 0;
        for (int i = 0; i < 40; i++)
        {
            GreenThread.Spawn(() =>
            {
                using (BlockingRegion.Enter())
                {
                    Natively.Sleep(50_000);
                }

                Interlocked.Increment(ref done);
            });
        }

        while (Volatile.Read(ref done) < 40)
        {
            GreenThread.Sleep(TimeSpan.FromMilliseconds(1));
        }
    }

    // Once is enough: on a machine that is busy with other work, the watchdog itself may get no turn for longer than that.
    private static bool OthersGetTurnsDuring(Action action) => Enumerable.Range(0, 10).Any(_ => CountTurnsDuring(action) >= 3);

    private static string Slice(string statistics) =>
        statistics.Split('\n').FirstOrDefault(line => line.StartsWith("se.slice", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "";

    private static int CountTurnsDuring(Action action)
    {
        bool stop = false;
        int turns = 0;
        GreenThread other = GreenThread.Spawn(() =>
        {
            while (!Volatile.Read(ref stop))
            {
                GreenThread.Sleep(TimeSpan.FromMilliseconds(5));
                Interlocked.Increment(ref turns);
            }
        });
        GreenThread.Sleep(TimeSpan.FromMilliseconds(20));
        int before = Volatile.Read(ref turns);
        action();
        int counted = Volatile.Read(ref turns) - before;
        Volatile.Write(ref stop, true);
        other.Join();
        return counted;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Burn(TimeSpan time)
    {
        long end = Environment.TickCount64 + (long)time.TotalMilliseconds;
        long x = 0;
        while (Environment.TickCount64 < end)
        {
            for (int i = 0; i < 1_000_000; i++)
            {
                x += i ^ x;
            }
        }

        s_sink = x;
    }
}

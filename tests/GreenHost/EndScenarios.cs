using System.Runtime.CompilerServices;
using Shim.Green;

namespace GreenHost;

/// <summary>How processes with green threads end. The tests look at exit code and output.</summary>
internal static class EndScenarios
{
    // asm/signal.h, asm-generic/errno.h: SIGKILL, EOWNERDEAD.
    private const int Kill = 9, OwnerDied = 130;

    private static int s_depth;

    public static int Main_returns_while_a_foreground_green_thread_runs()
    {
        Start(isBackground: false, () =>
        {
            GreenThread.Sleep(TimeSpan.FromMilliseconds(300));
            Console.WriteLine("foreground done");
        });
        return 7;
    }

    public static int Background_green_threads_do_not_keep_the_process()
    {
        Start(isBackground: true, () =>
        {
            GreenThread.Sleep(TimeSpan.FromMinutes(5));
            Console.WriteLine("never");
        });
        return 8;
    }

    public static void What_is_ready_when_Main_returns_has_its_turn()
    {
        bool hasRun = false;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Console.WriteLine($"has run: {hasRun}");
        GreenThread.Spawn(() => hasRun = true);
    }

    /// <summary>They leave one after the other, when the hub has time; a hub that never has must let them go, too.</summary>
    public static void Ended_threads_leave_although_the_hub_is_never_idle()
    {
        Thread[] threads = new Thread[40];
        for (int i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(() => Hub.Default.RunEnlisted(new GreenThread(Hub.Default, Thread.CurrentThread), static _ => { }, null));
            threads[i].Start();
        }

        GreenThread busy = GreenThread.Spawn(() =>
        {
            while (Array.Exists(threads, static t => t.IsAlive))
            {
                GreenThread.Yield();
            }
        });
        Console.WriteLine(busy.Join(TimeSpan.FromMinutes(1)) ? "all left" : "some stay");
    }

    /// <summary>That Main is over makes nobody else less strict: who computes for long keeps the others from running.</summary>
    public static void One_thread_at_a_time_after_Main()
    {
        int inside = 0, most = 0, left = 3;
        for (int i = 0; i < 3; i++)
        {
            Start(isBackground: false, () =>
            {
                // Main is to be over.
                GreenThread.Sleep(TimeSpan.FromMilliseconds(200));
                for (int turn = 0; turn < 5; turn++)
                {
                    most = Math.Max(most, Interlocked.Increment(ref inside));
                    for (long end = Environment.TickCount64 + 50; Environment.TickCount64 < end;)
                    {
                    }

                    most = Math.Max(most, inside);
                    Interlocked.Decrement(ref inside);
                    GreenThread.Yield();
                }

                if (Interlocked.Decrement(ref left) == 0)
                {
                    Console.WriteLine($"at most {most} at a time");
                }
            });
        }
    }

    public static void Exit_from_a_green_thread()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Console.WriteLine("process exit");
        GreenThread.Spawn(() => Environment.Exit(9));
        GreenThread.Sleep(TimeSpan.FromMinutes(5));
    }

    public static void Exit_from_a_native_thread()
    {
        new Thread(() => Environment.Exit(10)).Start();
        GreenThread.Sleep(TimeSpan.FromMinutes(5));
    }

    public static void An_unhandled_exception_ends_the_process()
    {
        GreenThread.Spawn(() => throw new InvalidOperationException("nobody catches this"));
        GreenThread.Sleep(TimeSpan.FromMinutes(5));
    }

    public static void A_stack_overflow_ends_the_process()
    {
        GreenThread.Spawn(() => Recurse(1));
        GreenThread.Sleep(TimeSpan.FromMinutes(5));
    }

    /// <summary>Killed while the holder sleeps. The test says in GREENHOST_FILE where the mutex is.</summary>
    public static unsafe void A_mutex_of_several_processes_is_held_by_a_sleeper()
    {
        void* mutex = SharedMutex(isNew: true);
        GreenThread.Spawn(() =>
        {
            Check.Equal(Natively.Lock(mutex), 0);
            GreenThread.Sleep(TimeSpan.FromMinutes(5));
        });
        GreenThread.Sleep(TimeSpan.FromMilliseconds(20));
        Natively.Kill(Environment.ProcessId, Kill);
    }

    /// <summary>Killed while the holder runs.</summary>
    public static unsafe void A_mutex_of_several_processes_is_held_by_one_that_runs()
    {
        void* mutex = SharedMutex(isNew: true);
        GreenThread.Spawn(() =>
        {
            Check.Equal(Natively.Lock(mutex), 0);
            GreenThread.Current!.SettleNativeLocks();
            Natively.Kill(Environment.ProcessId, Kill);
        });
        GreenThread.Sleep(TimeSpan.FromMinutes(5));
    }

    public static unsafe void The_holder_of_a_mutex_died_with_its_process() => Check.Equal(Natively.TryLock(SharedMutex(isNew: false)), OwnerDied);

    private static unsafe void* SharedMutex(bool isNew)
    {
        using FileStream file = new(Environment.GetEnvironmentVariable("GREENHOST_FILE")!, FileMode.OpenOrCreate);
        file.SetLength(4096);
        void* mutex = Natively.Map(null, 4096, protection: 3, flags: 1, (int)file.SafeFileHandle.DangerousGetHandle(), 0);
        if (isNew)
        {
            int kind = 0;
            Check.Equal(Natively.InitializeKind(&kind), 0);
            Check.Equal(Natively.ShareBetweenProcesses(&kind, 1), 0);
            Check.Equal(Natively.MakeRobust(&kind, 1), 0);
            Check.Equal(Natively.InitializeMutex(mutex, &kind), 0);
        }

        return mutex;
    }

    internal static void Start(bool isBackground, Action body)
    {
        Thread thread = new(() => Hub.Default.RunEnlisted(new GreenThread(Hub.Default, Thread.CurrentThread), static state => ((Action)state!)(), body)) { IsBackground = isBackground };
        thread.Start();
        while (GreenThread.Of(thread) is null)
        {
            GreenThread.Yield();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Recurse(int depth)
    {
        s_depth = depth;
        return Recurse(depth + 1) + s_depth;
    }
}

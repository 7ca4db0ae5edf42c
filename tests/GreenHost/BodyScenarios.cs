using System.Reflection;
using System.Runtime.CompilerServices;
using Shim.Green;

namespace GreenHost;

/// <summary>What spawned green threads leave behind, on the threads that they ran as and there.</summary>
internal static class BodyScenarios
{
    private static readonly AsyncLocal<byte[]?> s_local = new();

    public static void What_a_green_thread_knew_is_not_kept_when_it_has_ended()
    {
        List<WeakReference> known = SpawnMany();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Check.Equal(known.Count(static w => w.IsAlive), 0);
    }

    public static void The_stack_is_as_large_as_that_of_a_thread_of_the_runtime()
    {
        int there = 0, here = 0;
        Thread thread = new(() => there = Depth(0));
        thread.Start();
        thread.Join();
        GreenThread.Spawn(() => here = Depth(0)).Join();
        Check.That(here > there * 0.9 && here < there * 1.1, $"{here} calls deep, not {there}");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Depth(int calls) => RuntimeHelpers.TryEnsureSufficientExecutionStack() ? Depth(calls + 1) + 0 * calls : calls;

    public static void The_next_on_a_body_finds_the_thread_as_new()
    {
        HashSet<Thread> bodies = [];
        for (int i = 0; i < 10; i++)
        {
            GreenThread.Spawn(() =>
            {
                Thread me = Thread.CurrentThread;
                bodies.Add(me);
                Check.Equal(me.Name, null);
                Check.Equal(me.Priority, ThreadPriority.Normal);
                Check.That(me.IsBackground);
                me.Name = "mine";
                me.Priority = ThreadPriority.BelowNormal;
                me.IsBackground = false;
            }).Join();
        }

        Check.That(bodies.Count < 10);
    }

    public static void Bodies_that_nobody_needs_go_home()
    {
        Hub.Default.FreeBodyNanoseconds = 300_000_000;
        int before = Threads();
        List<GreenThread> greens = [];

        // The second time within the time that they are kept for: those are needed, and go the next time.
        for (int time = 0; time < 2; time++)
        {
            greens = [.. Enumerable.Range(0, 50).Select(_ => GreenThread.Spawn(() => GreenThread.Sleep(TimeSpan.FromMilliseconds(50))))];
            greens.ForEach(static g => g.Join());
        }

        Check.That(Threads() > before + 25);
        for (int i = 0; i < 500 && Threads() > before + 5; i++)
        {
            GreenThread.Sleep(TimeSpan.FromMilliseconds(20));
        }

        Check.That(Threads() <= before + 5);

        // And others come when they are needed again.
        int ran = 0;
        greens = [.. Enumerable.Range(0, 20).Select(_ => GreenThread.Spawn(() => ran++))];
        greens.ForEach(static g => g.Join());
        Check.Equal(ran, 20);
    }

    /// <summary>Bodies are made ahead, and whoever spawns faster than they run has most of them stand by for nothing.</summary>
    public static void Bodies_that_never_ran_go_home_and_let_others_go()
    {
        Hub.Default.FreeBodyNanoseconds = 100_000_000;
        int before = Threads();
        int ran = 0;
        List<GreenThread> greens = [.. Enumerable.Range(0, 12).Select(_ => GreenThread.Spawn(() => ran++))];
        greens.ForEach(static g => g.Join());
        Check.Equal(ran, 12);
        Check.That(Threads() > before + 6);
        for (int i = 0; i < 500 && Threads() > before + 4; i++)
        {
            GreenThread.Sleep(TimeSpan.FromMilliseconds(20));
        }

        Check.That(Threads() <= before + 4);
        Thread thread = new(() => Hub.Default.RunEnlisted(new GreenThread(Hub.Default, Thread.CurrentThread), static _ => { }, null)) { IsBackground = true };
        thread.Start();
        for (int i = 0; i < 250 && thread.IsAlive; i++)
        {
            GreenThread.Sleep(TimeSpan.FromMilliseconds(20));
        }

        Check.That(!thread.IsAlive);
    }

    public static void How_many_bodies_stay_is_told_by_how_many_are_needed_at_a_time()
    {
        Hub.Default.FreeBodyNanoseconds = 100_000_000;
        int before = Threads();
        SpawnSleepers();
        Check.That(Threads() > before + 25);
        for (long end = Environment.TickCount64 + 10_000; Environment.TickCount64 < end && Threads() > before + 5;)
        {
            for (int i = 0; i < 50; i++)
            {
                GreenThread.Spawn(static () => { }).Join();
            }

            GreenThread.Sleep(TimeSpan.FromMilliseconds(1));
        }

        Check.That(Threads() <= before + 5);
    }

    public static void Bodies_that_stand_by_make_room_for_other_threads()
    {
        int before = Threads();
        SpawnSleepers();
        Check.That(Threads() > before + 25);
        MakeRoom(before + 5);
        Check.That(Threads() <= before + 5);

        SpawnSleepers();
        Check.That(Threads() > before + 25);
        bool isDone = false;
        new Thread(() =>
        {
            MakeRoom(before + 6);
            Volatile.Write(ref isDone, true);
        }).Start();
        while (!Volatile.Read(ref isDone))
        {
            GreenThread.Sleep(TimeSpan.FromMilliseconds(1));
        }

        Check.That(Threads() <= before + 6);
    }

    /// <summary>The count of starts is an int, and tells where on its stack a thread begins.</summary>
    public static void The_two_billionth_start_is_as_good_as_the_first()
    {
        typeof(StackColor).GetField("s_next", BindingFlags.Static | BindingFlags.NonPublic)!.SetValue(null, int.MaxValue - 3);
        int ran = 0;
        Thread[] threads = new Thread[8];
        for (int i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(() => Hub.Default.RunEnlisted(new GreenThread(Hub.Default, Thread.CurrentThread), _ => Interlocked.Increment(ref ran), null));
            threads[i].Start();
        }

        while (Array.Exists(threads, static t => t.IsAlive))
        {
            GreenThread.Sleep(TimeSpan.FromMilliseconds(1));
        }

        Check.Equal(ran, threads.Length);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<WeakReference> SpawnMany()
    {
        List<WeakReference> known = [];
        List<GreenThread> greens = [];
        for (int i = 0; i < 20; i++)
        {
            byte[] captured = new byte[100_000];
            known.Add(new WeakReference(captured));
            byte[] flowing = new byte[1000];
            known.Add(new WeakReference(flowing));
            s_local.Value = flowing;
            greens.Add(GreenThread.Spawn(() =>
            {
                captured[0] = 1;
                byte[] waits = new byte[1000];
                lock (known)
                {
                    known.Add(new WeakReference(waits));
                }

                GreenThread.Current!.WaitState = waits;
                GreenThread.Sleep(TimeSpan.FromMilliseconds(1));
            }));
        }

        s_local.Value = null;
        greens.ForEach(static g => g.Join());
        return known;
    }

    private static void MakeRoom(int most)
    {
        long since = 0;
        while (Threads() > most && Hub.MakeRoom(ref since))
        {
        }
    }

    private static void SpawnSleepers()
    {
        List<GreenThread> greens = [];
        for (int i = 0; i < 50; i++)
        {
            greens.Add(GreenThread.Spawn(() => GreenThread.Sleep(TimeSpan.FromMilliseconds(50))));
        }

        greens.ForEach(static g => g.Join());
    }

    private static int Threads() => Directory.GetDirectories("/proc/self/task").Length;
}

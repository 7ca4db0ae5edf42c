using System.Runtime.InteropServices;
using Shim.Green;
using Shim.Loop;

namespace GreenHost;

/// <summary>What goes on while the system has no more threads to give. The test limits their number to 100.</summary>
internal static partial class ScarceScenarios
{
    public static void Who_was_refused_is_not_counted()
    {
        List<GreenThread> sleepers = SpawnUntilRefused(TimeSpan.FromSeconds(1));
        int refused = 0;
        for (int i = 0; i < 40; i++)
        {
            try
            {
                sleepers.Add(GreenThread.Spawn(static () => { }));
            }
            catch (OutOfMemoryException)
            {
                refused++;
            }
        }

        Check.That(refused > 20);
        sleepers.ForEach(static g => g.Join());
        AwaitThat(static () => Hub.Default.Statistics.Live == 1);
        Check.Equal(Hub.Default.Statistics.Live, 1);

        bool ran = false;
        GreenThread.Spawn(() => ran = true).Join();
        Check.That(ran);
    }

    /// <summary>All members of the crew wait for what is queued behind them.</summary>
    public static void A_crew_takes_the_threads_that_the_system_has_again()
    {
        bool mayEnd = false;
        List<Thread> natives = [];
        for (int i = 0; i < 40; i++)
        {
            Thread thread = new(() =>
            {
                while (!Volatile.Read(ref mayEnd))
                {
                    Thread.Sleep(5);
                }
            });
            thread.Start();
            natives.Add(thread);
        }

        const int Calls = 65;
        int begun = 0;
        for (int i = 0; i < Calls; i++)
        {
            _ = GreenThread.Run(() =>
            {
                begun++;
                while (begun < Calls)
                {
                    GreenThread.Sleep(TimeSpan.FromMilliseconds(5));
                }
            });
        }

        GreenThread.Sleep(TimeSpan.FromMilliseconds(300));
        Check.That(begun is > 5 and < Calls);
        Volatile.Write(ref mayEnd, true);
        AwaitThat(() => begun == Calls);
        Check.Equal(begun, Calls);
    }

    public static void A_signal_that_comes_meanwhile_is_handled_when_there_is_a_thread_again()
    {
        const int User1 = 10;
        int calls = 0;
        using (Hub.Default.OnSignal((PosixSignal)User1, () => calls++))
        {
            List<GreenThread> sleepers = SpawnUntilRefused(TimeSpan.FromSeconds(1));
            EventLoop.FeedSignal(User1); // the runtime would need a thread of its own for a real one
            AwaitThat(() => calls != 0);
            Check.Equal(calls, 1);
            sleepers.ForEach(static g => g.Join());
        }
    }

    /// <summary>Those threads that a pool without a bound has all wait for what is queued, and no more is to be had.</summary>
    public static void Work_that_others_wait_for_is_done_without_a_thread()
    {
        NativePool pool = new("test", int.MaxValue);
        pool.Run(new CountedWork(static () => { }), "work");
        AwaitThat(() => pool.Threads == 2);

        using ManualResetEvent go = new(false);
        bool isScarce = false;
        int waiting = 0, done = 0;
        List<GreenThread> greens = [];
        for (int i = 0; i < 2; i++)
        {
            greens.Add(GreenThread.Spawn(() =>
            {
                AwaitThat(() => isScarce);
                pool.Run(new CountedWork(() =>
                {
                    Interlocked.Increment(ref waiting);
                    go.WaitOne();
                    Interlocked.Increment(ref done);
                }), "work");
            }));
        }

        greens.Add(GreenThread.Spawn(() =>
        {
            AwaitThat(() => Volatile.Read(ref waiting) == 2);
            pool.Run(new CountedWork(() => go.Set()), "work");
        }));
        GreenThread.Sleep(TimeSpan.FromMilliseconds(20));
        AllowNoMoreThreads();
        isScarce = true;
        AwaitThat(() => Volatile.Read(ref done) == 2);
        Check.Equal(done, 2);
        greens.ForEach(static g => g.Join());
    }

    public static void Work_that_no_thread_is_there_for_is_done_once()
    {
        const int Natives = 3, Greens = 5;
        NativePool pool = new("test", 4);
        List<CountedWork>[] works = [.. Enumerable.Range(0, Natives + Greens).Select(static _ => new List<CountedWork>())];
        bool go = false;
        long end = Environment.TickCount64 + 3000;
        List<Thread> natives = [];
        for (int i = 0; i < Natives; i++)
        {
            List<CountedWork> mine = works[i];
            Thread thread = new(() =>
            {
                while (!Volatile.Read(ref go))
                {
                    Thread.Sleep(1);
                }

                while (Environment.TickCount64 < end)
                {
                    CountedWork work = new(static () => { });
                    mine.Add(work);
                    if (!pool.Submit(work))
                    {
                        work.Perform();
                    }
                }
            });
            thread.Start();
            natives.Add(thread);
        }

        List<GreenThread> greens = [];
        for (int i = 0; i < Greens; i++)
        {
            List<CountedWork> mine = works[Natives + i];
            greens.Add(GreenThread.Spawn(() =>
            {
                while (Environment.TickCount64 < end)
                {
                    CountedWork work = new(static () => { });
                    mine.Add(work);
                    if (Volatile.Read(ref go))
                    {
                        pool.Run(work, "work");
                        Check.Equal(work.Ran, 1);
                    }
                    else
                    {
                        work.Perform();
                        GreenThread.Sleep(TimeSpan.FromMilliseconds(1));
                    }
                }
            }));
        }

        GreenThread.Sleep(TimeSpan.FromMilliseconds(20));
        AllowNoMoreThreads();
        Volatile.Write(ref go, true);
        greens.ForEach(static g => g.Join());
        AwaitThat(() => natives.TrueForAll(static n => !n.IsAlive));
        Check.Equal(pool.Threads, 0);
        Check.That(works.All(static w => w.Count > 0));
        Check.Equal(works.Sum(static w => w.Count(static one => one.Ran != 1)), 0);
    }

    private sealed class CountedWork(Action then) : NativeWork
    {
        private int _ran;

        internal int Ran => Volatile.Read(ref _ran);

        protected override void Execute()
        {
            Interlocked.Increment(ref _ran);
            then();
        }
    }

    private static unsafe void AllowNoMoreThreads()
    {
        ulong* limit = stackalloc ulong[2];
        Check.Equal(Natively.SetLimit(0, Natively.ThreadsOfUser, limit, null), 0);
        try
        {
            new Thread(static () => { }).Start();
        }
        catch (OutOfMemoryException)
        {
            return;
        }

        throw new InvalidOperationException("there is no limit");
    }

    private static List<GreenThread> SpawnUntilRefused(TimeSpan time)
    {
        List<GreenThread> sleepers = [];
        try
        {
            while (sleepers.Count < 1000)
            {
                sleepers.Add(GreenThread.Spawn(() => GreenThread.Sleep(time)));
                GreenThread.Sleep(TimeSpan.FromMilliseconds(1));
            }
        }
        catch (OutOfMemoryException)
        {
            return sleepers;
        }

        throw new InvalidOperationException("no limit was set");
    }

    /// <summary>Has a native thread stand by: who spawns on one is not refused.</summary>
    /// <returns>Has it run <paramref name="body"/>, and waits for that.</returns>
    private static Action PrepareNatively(Action body)
    {
        bool go = false, isDone = false;
        new Thread(() =>
        {
            while (!Volatile.Read(ref go))
            {
                Thread.Sleep(5);
            }

            body();
            Volatile.Write(ref isDone, true);
            Thread.Sleep(Timeout.Infinite); // its end would make room
        }) { IsBackground = true }.Start();
        return () =>
        {
            Volatile.Write(ref go, true);
            AwaitThat(() => Volatile.Read(ref isDone));
            Check.That(isDone);
        };
    }

    private static void AwaitThat(Func<bool> condition)
    {
        for (int i = 0; i < 2000 && !condition(); i++)
        {
            GreenThread.Sleep(TimeSpan.FromMilliseconds(5));
        }
    }
}

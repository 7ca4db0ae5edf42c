using Shim.Green;

namespace GreenHost;

/// <summary>Work that blocks, on native threads.</summary>
internal static class PoolScenarios
{
    private sealed class Nap(uint microseconds, Action? then = null) : NativeWork
    {
        internal int Ran { get; private set; }

        protected override void Execute()
        {
            Check.That(GreenThread.Current is null);
            Natively.Sleep(microseconds);
            Ran++;
            then?.Invoke();
        }
    }

    public static void Others_go_on_while_native_threads_block()
    {
        NativePool pool = new("test", 4);
        long taken = Hub.Default.Statistics.HandOvers;
        int turns = 0;
        bool stop = false;
        GreenThread other = GreenThread.Spawn(() =>
        {
            while (!stop)
            {
                turns++;
                GreenThread.Sleep(TimeSpan.FromMilliseconds(1));
            }
        });
        List<GreenThread> greens = [];
        for (int i = 0; i < 20; i++)
        {
            greens.Add(GreenThread.Spawn(() =>
            {
                Nap nap = new(20_000);
                Check.That(pool.Run(nap, "nap"));
                Check.Equal(nap.Ran, 1);
                Check.That(pool.Threads <= 4);
            }));
        }

        greens.ForEach(g => g.Join());
        stop = true;
        other.Join();

        // Five rounds of 20 ms.
        Check.That(turns > 10);
        Check.Equal(Hub.Default.Statistics.HandOvers, taken);
    }

    /// <summary>Those that come while a thread is being started are for its successors.</summary>
    public static void Works_that_wait_for_one_another_each_have_a_thread()
    {
        for (int round = 0; round < 20; round++)
        {
            NativePool pool = new("test", 4);
            using CountdownEvent inside = new(4);
            using CountdownEvent done = new(4);
            int together = 0;
            using Barrier start = new(4);
            Thread[] submitters = [.. Enumerable.Range(0, 4).Select(_ => new Thread(() =>
            {
                Nap nap = new(0, () =>
                {
                    inside.Signal();
                    Interlocked.Add(ref together, inside.Wait(TimeSpan.FromSeconds(20)) ? 1 : 0);
                    done.Signal();
                });
                start.SignalAndWait();
                pool.Submit(nap);
            }))];
            Array.ForEach(submitters, static s => s.Start());
            Array.ForEach(submitters, static s => s.Join());
            while (done.CurrentCount != 0)
            {
                GreenThread.Sleep(TimeSpan.FromMilliseconds(1));
            }

            Check.Equal(together, 4);
        }
    }

    public static void What_the_work_throws_is_thrown_where_it_was_asked_for()
    {
        NativePool pool = new("test", 1);
        Nap bad = new(1, () => throw new InvalidDataException("no"));
        try
        {
            pool.Run(bad, "nap");
        }
        catch (InvalidDataException e)
        {
            Check.Equal(e.Message, "no");
            Check.That(pool.Run(new Nap(1), "nap"));
            return;
        }

        Check.That(false);
    }

    public static void A_limit_ends_the_wait_and_not_the_work()
    {
        NativePool pool = new("test", 1);
        using ManualResetEvent go = new(false);
        using ManualResetEvent gone = new(false);
        Nap nap = new(1, () =>
        {
            go.WaitOne();
            gone.Set();
        });
        Check.That(!pool.Run(nap, "nap", timeoutNanoseconds: 5_000_000));
        go.Set();
        gone.WaitOne();
        Check.That(pool.Run(new Nap(1), "nap"));
    }

    public static void A_native_caller_does_it_itself()
    {
        NativePool pool = new("test", 1);
        int thread = 0;
        Thread native = new(() => pool.Run(new Nap(1, () => thread = Environment.CurrentManagedThreadId), "nap"));
        native.Start();
        native.Join();
        Check.Equal(thread, native.ManagedThreadId);
        Check.Equal(pool.Threads, 0);
    }

    public static void Thousands_of_works_from_many_threads_are_each_done_once()
    {
        NativePool pool = new("test", 8);
        int done = 0;
        List<GreenThread> greens = [];
        for (int i = 0; i < 50; i++)
        {
            greens.Add(GreenThread.Spawn(() =>
            {
                for (int j = 0; j < 200; j++)
                {
                    pool.Run(new Nap(0, () => Interlocked.Increment(ref done)), "nap");
                }
            }));
        }

        greens.ForEach(g => g.Join());
        Check.Equal(done, 10_000);
    }
}

using Shim.Green;

namespace GreenHost;

/// <summary>Calls posted and sent to the hub's synchronization context.</summary>
internal static class PostScenarios
{
    public static void Posted_calls_begin_in_the_order_of_posting_when_strict()
    {
        HubSynchronizationContext context = Hub.Default.SynchronizationContext;
        List<int> order = [];
        bool isDone = false;
        for (int i = 0; i < 2000; i++)
        {
            int k = i;
            context.Post(
                _ =>
                {
                    order.Add(k);
                    if (k % 50 == 0)
                    {
                        GreenThread.Sleep(TimeSpan.FromMilliseconds(1)); // the others go on meanwhile
                    }

                    if (k == 1999)
                    {
                        isDone = true;
                    }
                },
                null);
        }

        while (!Volatile.Read(ref isDone))
        {
            GreenThread.Sleep(TimeSpan.FromMilliseconds(1));
        }

        Check.Equal(order.Count, 2000);
        for (int i = 0; i < order.Count; i++)
        {
            Check.Equal(order[i], i);
        }
    }

    public static void Many_quick_calls_give_others_a_turn_when_strict() => Ticker.Beside(ticks =>
    {
        HubSynchronizationContext context = Hub.Default.SynchronizationContext;
        GreenThread.Sleep(TimeSpan.FromMilliseconds(2));
        int calls = 0;
        int from = 0, to = 0;
        for (int i = 0; i < 1000; i++)
        {
            context.Post(
                _ =>
                {
                    from = calls == 0 ? ticks() : from;
                    Natively.Sleep(100);
                    to = ticks();
                    calls++;
                },
                null);
        }

        while (Volatile.Read(ref calls) != 1000)
        {
            GreenThread.Sleep(TimeSpan.FromMilliseconds(1));
        }

        Check.That(to - from > 10);
    });

    public static void Posting_from_many_native_threads_loses_nothing()
    {
        HubSynchronizationContext context = Hub.Default.SynchronizationContext;
        int calls = 0;
        int notGreen = 0;
        Thread[] posters = new Thread[4];
        for (int p = 0; p < posters.Length; p++)
        {
            posters[p] = new Thread(() =>
            {
                for (int i = 0; i < 20_000; i++)
                {
                    context.Post(
                        _ =>
                        {
                            Interlocked.Increment(ref calls);
                            if (GreenThread.Current is null)
                            {
                                Interlocked.Increment(ref notGreen);
                            }
                        },
                        null);
                }
            });
            posters[p].Start();
        }

        foreach (Thread poster in posters)
        {
            while (poster.IsAlive)
            {
                GreenThread.Sleep(TimeSpan.FromMilliseconds(1));
            }
        }

        while (Volatile.Read(ref calls) < 80_000)
        {
            GreenThread.Sleep(TimeSpan.FromMilliseconds(1));
        }

        Check.Equal(notGreen, 0);
    }

    public static void Send_runs_the_call_on_a_green_thread_and_throws_what_it_throws()
    {
        HubSynchronizationContext context = Hub.Default.SynchronizationContext;
        string? fault = null;
        Thread native = new(() =>
        {
            try
            {
                GreenThread? at = null;
                context.Send(_ => at = GreenThread.Current, null);
                Check.That(at is not null);
                try
                {
                    context.Send(_ => throw new ArgumentException("sent"), null);
                    fault = "nothing was thrown";
                }
                catch (ArgumentException)
                {
                    // As it should be.
                }
            }
            catch (Exception e)
            {
                fault = e.Message;
            }
        });
        native.Start();
        while (native.IsAlive)
        {
            GreenThread.Sleep(TimeSpan.FromMilliseconds(1));
        }

        Check.Equal(fault, null);
        GreenThread? here = null;
        context.Send(_ => here = GreenThread.Current, null);
        Check.That(here == GreenThread.Current);
    }

    public static void Async_void_methods_are_counted_on_the_hub()
    {
        HubSynchronizationContext context = Hub.Default.SynchronizationContext;
        TaskCompletionSource go = new();
        Fire(go.Task);
        Fire(go.Task);
        Check.Equal(context.Operations, 2);
        go.SetResult();
        while (context.Operations != 0)
        {
            GreenThread.Yield();
        }

        static async void Fire(Task until) => await until;
    }

    public static void Posting_allocates_nothing()
    {
        HubSynchronizationContext context = Hub.Default.SynchronizationContext;
        int calls = 0;
        SendOrPostCallback count = _ => calls++;
        long before = 0;
        for (int i = 1; i <= 20_000; i++)
        {
            if (i == 10_001)
            {
                before = GC.GetTotalAllocatedBytes(precise: true);
            }

            context.Post(count, null);
            while (Volatile.Read(ref calls) != i)
            {
                GreenThread.Yield();
            }
        }

        long each = (GC.GetTotalAllocatedBytes(precise: true) - before) / 10_000;
        Check.Equal(each, 0);
    }
}

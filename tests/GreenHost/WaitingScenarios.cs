using System.Diagnostics;
using System.Runtime.CompilerServices;
using Shim.Green;

namespace GreenHost;

/// <summary>Parking and waking.</summary>
internal static class WaitingScenarios
{
    public static void Sleepers_wake_in_the_order_of_their_times()
    {
        List<int> order = [];
        List<GreenThread> greens = [];
        foreach (int milliseconds in (int[])[150, 50, 100, 0])
        {
            greens.Add(GreenThread.Spawn(() =>
            {
                GreenThread.Sleep(TimeSpan.FromMilliseconds(milliseconds));
                order.Add(milliseconds);
            }));
        }

        greens.ForEach(g => g.Join());
        Check.Equal(string.Join(' ', order), "0 50 100 150");
    }

    public static void A_sleep_is_never_too_short()
    {
        for (int i = 1; i <= 30; i++)
        {
            long start = Stopwatch.GetTimestamp();
            GreenThread.Sleep(TimeSpan.FromMicroseconds(i * 100));
            Check.That(Stopwatch.GetElapsedTime(start) >= TimeSpan.FromMicroseconds(i * 100));
        }
    }

    public static void A_wake_before_the_park_is_not_lost()
    {
        GreenThread me = GreenThread.Current!;
        long ticket = me.BeginWait();
        Check.That(me.TryUnpark(ticket));
        Check.Equal(me.Park(ticket), WakeReason.Signalled);
    }

    public static void A_stale_ticket_wakes_nobody()
    {
        GreenThread me = GreenThread.Current!;
        long old = me.BeginWait();
        Check.That(me.CancelWait(old));
        long ticket = me.BeginWait();
        Check.That(!me.TryUnpark(old));
        Check.Equal(me.Park(ticket, 1_000_000), WakeReason.TimedOut);
        Check.That(!me.TryUnpark(ticket));
    }

    public static void The_limit_of_a_wait_that_was_woken_does_not_end_the_next()
    {
        GreenThread me = GreenThread.Current!;
        long first = me.BeginWait();
        GreenThread.Spawn(() => me.TryUnpark(first));
        me.Park(first, 20_000_000);
        long second = me.BeginWait();
        GreenThread.Spawn(() =>
        {
            GreenThread.Sleep(TimeSpan.FromMilliseconds(60));
            me.TryUnpark(second);
        });
        Check.Equal(me.Park(second), WakeReason.Signalled);
    }

    public static void Of_many_wakers_exactly_one_wins()
    {
        GreenThread me = GreenThread.Current!;
        const int Rounds = 3000;
        long ticket = 0;
        int wins = 0;
        int timeouts = 0;
        bool stop = false;
        Thread[] wakers = [new(Wake), new(Wake)];
        foreach (Thread waker in wakers)
        {
            waker.Start();
        }

        for (int i = 0; i < Rounds; i++)
        {
            long mine = me.BeginWait();
            Volatile.Write(ref ticket, mine);
            WakeReason reason = me.Park(mine, i % 3 == 0 ? 20_000 : -1);
            timeouts += reason == WakeReason.TimedOut ? 1 : 0;
        }

        Volatile.Write(ref stop, true);
        foreach (Thread waker in wakers)
        {
            waker.Join();
        }

        Check.Equal(wins + timeouts, Rounds);

        void Wake()
        {
            while (!Volatile.Read(ref stop))
            {
                if (me.TryUnpark(Volatile.Read(ref ticket)))
                {
                    Interlocked.Increment(ref wins);
                }
            }
        }
    }

    public static void A_native_thread_wakes_a_sleeping_hub()
    {
        GreenThread me = GreenThread.Current!;
        for (int i = 0; i < 200; i++)
        {
            long ticket = me.BeginWait();
            Thread waker = new(() =>
            {
                Natively.Sleep(200);
                me.TryUnpark(ticket);
            });
            waker.Start();
            Check.Equal(me.Park(ticket), WakeReason.Signalled);
        }
    }

    /// <summary>The first half of an interruption was enough for the wait before; the second half finds the next one.</summary>
    public static void An_interruption_does_not_end_the_wait_after_the_one_that_it_ended()
    {
        GreenThread sleeper = GreenThread.Spawn(() => Check.That(IsInterrupted(() => GreenThread.Sleep(TimeSpan.FromMinutes(1)))));
        while (!sleeper.IsSwitchedOut)
        {
            GreenThread.Yield();
        }

        sleeper.EndWaitForInterrupt();
        Check.That(sleeper.IsSwitchedOut);
        sleeper.Interrupt();
        sleeper.Join();
    }

    public static void Interrupt_ends_the_wait_or_the_next_one()
    {
        GreenThread me = GreenThread.Current!;
        me.Interrupt();
        me.Interrupt();
        Check.That(IsInterrupted(() => GreenThread.Sleep(TimeSpan.FromMinutes(1))));
        GreenThread sleeper = GreenThread.Spawn(() => Check.That(IsInterrupted(() => GreenThread.Sleep(TimeSpan.FromMinutes(1)))));
        GreenThread.Sleep(TimeSpan.FromMilliseconds(5));
        sleeper.Interrupt();
        sleeper.Join();
        GreenThread.Sleep(TimeSpan.FromMilliseconds(1));
    }

    public static void Join_waits_times_out_and_can_be_interrupted()
    {
        GreenThread sleeper = GreenThread.Spawn(() => GreenThread.Sleep(TimeSpan.FromMilliseconds(100)));
        Check.That(!sleeper.Join(TimeSpan.FromMilliseconds(1)));
        Check.That(!sleeper.IsCompleted);
        GreenThread.Current!.Interrupt();
        Check.That(IsInterrupted(() => sleeper.Join()));
        Check.That(sleeper.Join());
        Check.That(sleeper.IsCompleted);
        Check.That(sleeper.Join(TimeSpan.Zero));
    }

    public static void Who_has_given_up_joining_is_not_kept_until_the_other_ends()
    {
        bool stop = false;
        GreenThread sleeper = GreenThread.Spawn(() =>
        {
            while (!stop)
            {
                GreenThread.Sleep(TimeSpan.FromMilliseconds(1));
            }
        });
        List<WeakReference> impatient = GiveUpJoining(sleeper);
        GC.Collect();

        // One that has ended is kept by the body that it ran on, until that has its next.
        Check.That(impatient.Count(static w => w.IsAlive) <= 2);
        stop = true;
        sleeper.Join();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<WeakReference> GiveUpJoining(GreenThread sleeper)
    {
        List<WeakReference> impatient = [];
        for (int i = 0; i < 20; i++)
        {
            GreenThread one = GreenThread.Spawn(() => Check.That(!sleeper.Join(TimeSpan.FromMilliseconds(1))));
            impatient.Add(new WeakReference(one));
            one.Join();
        }

        return impatient;
    }

    public static void A_native_thread_can_join()
    {
        bool joined = false;
        GreenThread sleeper = GreenThread.Spawn(() => GreenThread.Sleep(TimeSpan.FromMilliseconds(50)));
        Thread native = new(() => joined = sleeper.Join());
        native.Start();
        while (native.IsAlive)
        {
            GreenThread.Sleep(TimeSpan.FromMilliseconds(1));
        }

        Check.That(joined);
    }

    public static void A_native_thread_can_spawn()
    {
        int ran = 0;
        GreenThread? last = null;
        Thread native = new(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                last = GreenThread.Spawn(() => ran++);
            }
        });
        native.Start();
        while (native.IsAlive)
        {
            GreenThread.Sleep(TimeSpan.FromMilliseconds(1));
        }

        last!.Join();
        while (ran < 100)
        {
            GreenThread.Yield();
        }
    }

    private static bool IsInterrupted(Action wait)
    {
        try
        {
            wait();
            return false;
        }
        catch (ThreadInterruptedException)
        {
            return true;
        }
    }
}

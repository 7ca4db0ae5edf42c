using System.Diagnostics;
using System.IO.Pipes;
using Shim.Green;
using Shim.Loop;

namespace GreenHost;

/// <summary>Nobody is starved by those who never have to wait.</summary>
internal static class FairnessScenarios
{
    public static void Those_who_yield_all_the_time_do_not_starve_timers()
    {
        bool stop = false;
        for (int i = 0; i < 3; i++)
        {
            GreenThread.Spawn(() =>
            {
                while (!stop)
                {
                    GreenThread.Yield();
                }
            });
        }

        for (int i = 0; i < 10; i++)
        {
            GreenThread.Sleep(TimeSpan.FromMilliseconds(1));
        }

        stop = true;
    }

    public static void Eager_io_gives_others_a_turn() =>
        Check.That(TurnsBeside(100_000, static me => me.CountEager(), static () => GreenThread.Sleep(TimeSpan.FromMicroseconds(1))) > 10);

    public static void So_do_waits_for_what_is_there_already_when_strict() => Check.That(TurnsBeside(10_000, static me =>
    {
        long ticket = me.BeginWait();
        Check.That(me.TryUnpark(ticket));
        me.Park(ticket);
    }, GreenThread.Yield) > 100);

    public static void And_long_io_sooner_than_quick_when_strict()
    {
        Check.That(TurnsBeside(5_000, static me => me.CountQuickIo(1), GreenThread.Yield) is > 10 and < 30);
        Check.That(TurnsBeside(5_000, static me => me.CountQuickIo(64 * 1024), GreenThread.Yield) > 100);
        Check.That(TurnsBeside(5_000, static me => me.CountEager(1), GreenThread.Yield) is > 60 and < 100);
        Check.That(TurnsBeside(5_000, static me => me.CountEager(256 * 1024), GreenThread.Yield) > 1000);
    }

    public static void One_that_blocks_natively_and_is_late_again_and_again_steps_aside_too() => Ticker.Beside(ticks =>
    {
        for (int i = 0; i < 4; i++)
        {
            GreenThread.Sleep(TimeSpan.FromMilliseconds(5));
            for (int until = ticks() + 2; ticks() < until;)
            {
                Natively.Sleep((uint)Hub.Default.Options.WatchdogMilliseconds * 500);
            }
        }

        Check.That(Hub.Default.Statistics.StepsAside == 3);
    });

    public static void One_that_is_late_again_and_again_steps_aside_by_itself() => Ticker.Beside(ticks =>
    {
        for (int i = 0; i < 5; i++)
        {
            // Parked meanwhile, so that it is its turn that is over when this one goes on.
            GreenThread.Sleep(TimeSpan.FromMilliseconds(5));
            KeepTheCarrier(Hub.Default.Options.WatchdogMilliseconds / 2, ticks);
        }

        Check.That(Hub.Default.Statistics.StepsAside == 4);
    });

    public static void One_that_was_late_once_is_forgiven() => Ticker.Beside(ticks =>
    {
        GreenThread.Sleep(TimeSpan.FromMilliseconds(5));
        KeepTheCarrier(0, ticks);
        for (int i = 0; i < 10; i++)
        {
            GreenThread.Sleep(TimeSpan.FromMilliseconds(1));
        }

        Check.That(Hub.Default.Statistics.StepsAside == 1);
    });

    // For so long of processor time, however busy the machine is, and until the other one has run meanwhile: because the watchdog has come, or
    // because this one has stepped aside.
    private static void KeepTheCarrier(int milliseconds, Func<int> ticks)
    {
        int until = ticks() + 2;
        TimeSpan from = Natively.ProcessorTime();
        while (ticks() < until || (Natively.ProcessorTime() - from).TotalMilliseconds < milliseconds)
        {
            Thread.SpinWait(100);
        }
    }

    public static void Descriptors_wake_their_waiters_and_only_them()
    {
        using AnonymousPipeServerStream writer = new(PipeDirection.Out);
        int fd = (int)writer.ClientSafePipeHandle.DangerousGetHandle();
        Hub hub = Hub.Default;
        List<string> log = [];
        GreenThread[] readers = [.. Enumerable.Range(0, 3).Select(i => GreenThread.Spawn(() =>
        {
            WakeReason reason = hub.WaitFd(GreenThread.Current!, fd, IoEvents.Read, i == 0 ? 1_000_000 : -1);
            log.Add($"{i} {reason}");
        }))];
        GreenThread.Sleep(TimeSpan.FromMilliseconds(20));
        Check.Equal(string.Join(',', log), "0 TimedOut");
        writer.WriteByte(1);
        foreach (GreenThread reader in readers)
        {
            reader.Join();
        }

        Check.Equal(string.Join(',', log), "0 TimedOut,1 Signalled,2 Signalled");
        Check.Equal(hub.WaitFd(GreenThread.Current!, fd, IoEvents.Read, -1), WakeReason.Signalled);
    }

    public static void Who_does_not_take_what_it_was_woken_for_does_not_keep_the_loop_busy()
    {
        using AnonymousPipeServerStream writer = new(PipeDirection.Out);
        int fd = (int)writer.ClientSafePipeHandle.DangerousGetHandle();
        writer.WriteByte(1);
        Check.Equal(Hub.Default.WaitFd(GreenThread.Current!, fd, IoEvents.Read, -1), WakeReason.Signalled);
        long before = Hub.Default.Rounds;
        GreenThread.Sleep(TimeSpan.FromMilliseconds(50));
        Check.That(Hub.Default.Rounds - before < 20);
    }

    public static void Descriptors_of_any_number_are_known()
    {
        foreach (int fd in (int[])[100_000, 5, 300_000])
        {
            Check.That(Hub.Default.EntryOf(fd) == Hub.Default.EntryOf(fd));
        }
    }

    public static void Closings_before_the_loop_looks_are_all_seen()
    {
        using AnonymousPipeServerStream one = new(PipeDirection.Out);
        using AnonymousPipeServerStream other = new(PipeDirection.Out);
        int[] fds = [(int)one.ClientSafePipeHandle.DangerousGetHandle(), (int)other.ClientSafePipeHandle.DangerousGetHandle()];
        Hub hub = Hub.Default;
        WakeReason[] reasons = new WakeReason[2];
        GreenThread[] readers = [.. fds.Select((fd, i) => GreenThread.Spawn(() => reasons[i] = hub.WaitFd(GreenThread.Current!, fd, IoEvents.Read, -1)))];
        GreenThread.Sleep(TimeSpan.FromMilliseconds(1));

        // One of them twice, as when several threads close, or one shuts down and closes.
        Thread closer = new(() => Array.ForEach<int>([fds[0], fds[1], fds[1]], hub.WakeFdWaiters));
        closer.Start();
        closer.Join(); // natively: the carrier is kept meanwhile
        foreach (GreenThread reader in readers)
        {
            Check.That(reader.Join(TimeSpan.FromSeconds(20)));
        }

        Check.That(Array.TrueForAll(reasons, static r => r == WakeReason.Closed));
    }

    public static void Closing_ends_all_waits_from_any_thread()
    {
        using AnonymousPipeServerStream writer = new(PipeDirection.Out);
        int fd = (int)writer.ClientSafePipeHandle.DangerousGetHandle();
        Hub hub = Hub.Default;
        for (int round = 0; round < 20; round++)
        {
            WakeReason reason = WakeReason.Signalled;
            GreenThread reader = GreenThread.Spawn(() => reason = hub.WaitFd(GreenThread.Current!, fd, IoEvents.Read, -1));
            GreenThread.Sleep(TimeSpan.FromMilliseconds(1));
            if (round % 2 == 0)
            {
                hub.WakeFdWaiters(fd);
            }
            else
            {
                new Thread(() => hub.WakeFdWaiters(fd)).Start();
            }

            reader.Join();
            Check.Equal(reason, WakeReason.Closed);
        }
    }

    /// <summary>How many turns another green thread has, which only gives way again and again, beside one that never has to wait.</summary>
    private static int TurnsBeside(int count, Action<GreenThread> operation, Action giveWay)
    {
        int turns = 0;
        bool stop = false;
        GreenThread other = GreenThread.Spawn(() =>
        {
            while (!stop)
            {
                turns++;
                giveWay();
            }
        });
        GreenThread.Yield();
        GreenThread me = GreenThread.Current!;
        me.ResetEager();
        for (int i = 0; i < count; i++)
        {
            operation(me);
        }

        stop = true;
        other.Join();
        return turns;
    }
}

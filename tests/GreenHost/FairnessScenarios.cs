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

    public static void Eager_io_gives_others_a_turn()
    {
        int turns = 0;
        bool stop = false;
        GreenThread other = GreenThread.Spawn(() =>
        {
            while (!stop)
            {
                turns++;
                GreenThread.Sleep(TimeSpan.FromMicroseconds(1));
            }
        });
        GreenThread.Yield();
        GreenThread me = GreenThread.Current!;
        for (int i = 0; i < 100_000; i++)
        {
            me.CountEager();
        }

        stop = true;
        other.Join();
        Check.That(turns > 10);
    }

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
}

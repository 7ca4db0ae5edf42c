using System.Diagnostics;
using System.IO.Pipes;
using System.Reflection;
using Shim.Green;
using Shim.Loop;

namespace GreenHost;

/// <summary>Who runs next, where many are ready.</summary>
internal static class TurnScenarios
{
    public static void One_whose_time_has_come_does_not_stand_behind_all_who_are_ready() => Ticker.Beside(ticks =>
    {
        const int Laps = 20;
        int before = ticks();
        ComputeInTurns(threads: 200, Laps, microseconds: 100);

        // A lap takes 20 ms, and once in a lap is what the last in a queue gets.
        Check.That(ticks() - before > 3 * Laps);
    });

    public static void Nor_behind_all_who_are_woken_again_and_again() => Ticker.Beside(ticks =>
    {
        const int Laps = 20;
        int before = ticks();
        WakeInTurns(pairs: 100, Laps, microseconds: 200);
        Check.That(ticks() - before > 3 * Laps);
    });

    public static void One_that_comes_back_from_a_blocking_region_does_not_stand_behind_them_either()
    {
        const int Laps = 20;
        int returns = 0;
        bool stop = false;
        GreenThread one = GreenThread.Spawn(() =>
        {
            while (!stop)
            {
                using (BlockingRegion.Enter())
                {
                    Natively.Sleep(500);
                }

                returns++;
            }
        });
        GreenThread.Sleep(TimeSpan.FromMilliseconds(1));
        int before = returns;
        WakeInTurns(pairs: 100, Laps, microseconds: 200);
        Check.That(returns - before > 3 * Laps);
        stop = true;
        one.Join();
    }

    /// <summary>The loop may have somebody who waits longer: it polls after a millisecond, and not after four.</summary>
    public static void Rounds_are_short_where_all_have_only_given_way()
    {
        const int Laps = 20;
        ComputeInTurns(threads: 100, laps: 1, microseconds: 200);
        long before = Hub.Default.Rounds;
        ComputeInTurns(threads: 100, Laps, microseconds: 200);

        // A lap takes 20 ms or more, and whatever keeps the carrier from its processor makes rounds only shorter, in turns.
        Check.That(Hub.Default.Rounds - before > 10 * Laps);
    }

    /// <summary>The list of those that other threads have woken is a stack.</summary>
    public static void Those_that_a_native_thread_wakes_run_in_that_order()
    {
        const int Count = 20;
        List<int> order = [];
        long[] tickets = new long[Count];
        GreenThread[] parked = [.. Enumerable.Range(0, Count).Select(i => GreenThread.Spawn(() =>
        {
            GreenThread me = GreenThread.Current!;
            tickets[i] = me.BeginWait();
            me.Park(tickets[i]);
            order.Add(i);
        }))];
        while (Array.Exists(parked, static p => !p.IsSwitchedOut))
        {
            GreenThread.Sleep(TimeSpan.FromMilliseconds(1));
        }

        int[] wanted = [.. Enumerable.Range(0, Count).Select(static i => i * 7 % Count)];
        Thread waker = new(() => Array.ForEach(wanted, i => parked[i].TryUnpark(tickets[i])));
        waker.Start();
        waker.Join(); // natively: the carrier is kept until all are on the list
        foreach (GreenThread one in parked)
        {
            one.Join();
        }

        Check.Equal(string.Join(' ', order), string.Join(' ', wanted));
    }

    /// <summary>A round that is over before its first turn has not taken those that other threads have woken, and nobody sends for them again.</summary>
    public static void One_that_a_native_thread_woke_is_not_left_behind_by_a_round_without_a_turn()
    {
        Hub hub = Hub.Default;
        FieldInfo woken = typeof(Hub).GetField("_remote", BindingFlags.Instance | BindingFlags.NonPublic)!;
        FieldInfo signals = typeof(Hub).GetField("_signals", BindingFlags.Instance | BindingFlags.NonPublic)!;
        FieldInfo switches = typeof(Hub).GetField("_switchesGiven", BindingFlags.Instance | BindingFlags.NonPublic)!;
        SignalNote note = new(static () => { });
        int emptyRounds = 0;

        // Before the hub's turn, and after it. A signal ends a round as late as this only if the sender is kept from sending; else it is the time that does.
        PrepareWatcher before = new(hub.Loop, _ =>
        {
            if (emptyRounds == 0 && woken.GetValue(hub) is not null)
            {
                emptyRounds++;
                switches.SetValue(hub, 1);
                signals.SetValue(hub, note);
            }
        }) { Priority = 1 };
        PrepareWatcher after = new(hub.Loop, _ =>
        {
            if (signals.GetValue(hub) == note)
            {
                signals.SetValue(hub, null);
            }
        }) { Priority = -1 };
        hub.CallOnLoop(() =>
        {
            before.Start();
            after.Start();
        });

        long ticket = 0;
        GreenThread parked = GreenThread.Spawn(() => GreenThread.Current!.Park(ticket = GreenThread.Current.BeginWait()));
        Thread waker = new(() =>
        {
            // Until the loop waits, with an empty list.
            while (!parked.IsSwitchedOut || hub.IsInRound)
            {
                Natively.Sleep(1000);
            }

            Natively.Sleep(50_000);
            parked.TryUnpark(ticket);
        });
        waker.Start();
        Check.That(parked.Join(TimeSpan.FromSeconds(3)));
        Check.Equal(emptyRounds, 1);
        hub.CallOnLoop(() =>
        {
            before.Stop();
            after.Stop();
        });
    }

    public static void Who_waits_for_a_descriptor_does_not_stand_behind_all_who_give_way()
    {
        const int Laps = 20;
        using AnonymousPipeServerStream writer = new(PipeDirection.Out);
        using AnonymousPipeClientStream reader = new(PipeDirection.In, writer.ClientSafePipeHandle);
        int fd = (int)reader.SafePipeHandle.DangerousGetHandle();
        int answers = 0;
        bool stop = false;
        GreenThread waiter = GreenThread.Spawn(() =>
        {
            while (!Volatile.Read(ref stop))
            {
                Check.Equal(Hub.Default.WaitFd(GreenThread.Current!, fd, IoEvents.Read, -1), WakeReason.Signalled);
                reader.ReadByte();
                Volatile.Write(ref answers, answers + 1);
            }
        });

        // A native thread asks, waits for the answer, and asks again.
        Thread asker = new(() =>
        {
            for (int asked = 0; !Volatile.Read(ref stop); asked++)
            {
                writer.WriteByte(0);
                while (Volatile.Read(ref answers) <= asked && !Volatile.Read(ref stop))
                {
                    Thread.Yield();
                }
            }
        });
        asker.Start();
        ComputeInTurns(threads: 100, Laps, microseconds: 200);

        // In one queue it would have a turn in a lap of 20 ms.
        Check.That(Volatile.Read(ref answers) > 3 * Laps);
        Volatile.Write(ref stop, true);
        asker.Join();
        writer.WriteByte(0);
        waiter.Join();
    }

    public static void Those_whose_time_has_come_again_and_again_do_not_starve_who_is_ready()
    {
        int turns = 0;
        int turnsWhileAllSlept = 0;
        bool stop = false;
        for (int i = 0; i < 3; i++)
        {
            GreenThread.Spawn(() =>
            {
                while (!stop)
                {
                    turns++;
                    GreenThread.Yield();
                }
            });
        }

        GreenThread.Yield();
        GreenThread[] sleepers = [.. Enumerable.Range(0, 50).Select(_ => GreenThread.Spawn(() =>
        {
            for (int i = 0; i < 40; i++)
            {
                GreenThread.Sleep(TimeSpan.FromMicroseconds(1));
                ComputeFor(microseconds: 200);
            }

            // With the first to end: the last ones leave time for everybody.
            turnsWhileAllSlept = turnsWhileAllSlept == 0 ? turns : turnsWhileAllSlept;
        }))];
        foreach (GreenThread sleeper in sleepers)
        {
            sleeper.Join();
        }

        stop = true;
        Check.That(turnsWhileAllSlept > 50 * 40 / 16);
    }

    private static void ComputeInTurns(int threads, int laps, int microseconds)
    {
        GreenThread[] busy = [.. Enumerable.Range(0, threads).Select(_ => GreenThread.Spawn(() =>
        {
            for (int lap = 0; lap < laps; lap++)
            {
                ComputeFor(microseconds);
                GreenThread.Yield();
            }
        }))];
        foreach (GreenThread one in busy)
        {
            one.Join();
        }
    }

    // Of each pair one is ready at any time, woken by the other.
    private static void WakeInTurns(int pairs, int laps, int microseconds)
    {
        GreenThread[] threads = new GreenThread[pairs * 2];
        long[] tickets = new long[pairs * 2];
        for (int i = 0; i < threads.Length; i++)
        {
            int me = i;
            threads[i] = GreenThread.Spawn(() =>
            {
                GreenThread green = GreenThread.Current!;
                tickets[me] = green.BeginWait();
                for (int lap = 0; lap < laps; lap++)
                {
                    green.Park(tickets[me]);
                    tickets[me] = green.BeginWait();
                    ComputeFor(microseconds / 2);
                    threads[me ^ 1].TryUnpark(tickets[me ^ 1]);
                }
            });
        }

        while (Array.Exists(threads, static t => !t.IsSwitchedOut))
        {
            GreenThread.Sleep(TimeSpan.FromMilliseconds(1));
        }

        for (int i = 0; i < threads.Length; i += 2)
        {
            threads[i].TryUnpark(tickets[i]);
        }

        // The second of each pair is woken by the first's last lap.
        foreach (GreenThread one in threads)
        {
            one.Join();
        }
    }

    private static void ComputeFor(int microseconds)
    {
        long from = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(from).TotalMicroseconds < microseconds)
        {
            Thread.SpinWait(10);
        }
    }
}

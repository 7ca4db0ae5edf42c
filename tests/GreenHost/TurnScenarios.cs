using System.Diagnostics;
using System.IO.Pipes;
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
        }))];
        foreach (GreenThread sleeper in sleepers)
        {
            sleeper.Join();
        }

        stop = true;
        Check.That(turns > 50 * 40 / 16);
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

    private static void ComputeFor(int microseconds)
    {
        long from = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(from).TotalMicroseconds < microseconds)
        {
            Thread.SpinWait(10);
        }
    }
}

using System.Diagnostics;
using Shim.Green;

namespace SyncHost;

/// <summary>
/// Joins threads at the moment at which they end: they are neither green any more nor gone, and are still none that the carrier has to be
/// given away for. To be run in strict mode, where nobody else takes it.
/// </summary>
internal static class Joins
{
    private const int Threads = 20;

    internal static string? Run(int seconds, int seed)
    {
        Random random = new(seed);
        long end = Stopwatch.GetTimestamp() + (seconds * Stopwatch.Frequency);
        Thread[] threads = new Thread[Threads];
        while (Stopwatch.GetTimestamp() < end)
        {
            for (int i = 0; i < Threads; i++)
            {
                threads[i] = new Thread(static milliseconds => Thread.Sleep((int)milliseconds!));
                threads[i].Start(random.Next(2));
            }

            foreach (Thread thread in threads)
            {
                Thread.SpinWait(random.Next(20_000));
                thread.Join();
                if (thread.IsAlive)
                {
                    return "a thread was alive after it had been joined";
                }
            }
        }

        HubStatistics statistics = Hub.Default.Statistics;
        return statistics.HandOvers == statistics.RuntimeHandOvers
            ? null
            : $"the carrier was given away {statistics.HandOvers - statistics.RuntimeHandOvers} times for threads that had just ended";
    }

    /// <summary>A thread that is joined leaves at once, however busy the hub is; it is not to wait for the round after.</summary>
    internal static string? BesideBusy()
    {
        // Two who wake each other, so that somebody is ready at any time.
        bool stop = false;
        using AutoResetEvent ping = new(true), pong = new(false);
        Thread[] busy = [new(() => Pass(ping, pong)), new(() => Pass(pong, ping))];
        Array.ForEach(busy, static t => t.Start());
        using ManualResetEventSlim go = new();
        Thread[] threads = [.. Enumerable.Range(0, 300).Select(_ => new Thread(go.Wait))];
        Array.ForEach(threads, static t => t.Start());
        long before = Hub.Default.Statistics.Rounds;
        go.Set();
        Array.ForEach(threads, static t => t.Join());
        long rounds = Hub.Default.Statistics.Rounds - before;
        stop = true;
        ping.Set();
        pong.Set();
        Array.ForEach(busy, static t => t.Join());
        return rounds < threads.Length / 2 ? null : $"{threads.Length} joins took {rounds} rounds";

        void Pass(AutoResetEvent mine, AutoResetEvent others)
        {
            while (!stop)
            {
                mine.WaitOne();
                others.Set();
            }
        }
    }
}

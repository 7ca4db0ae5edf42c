using System.Diagnostics;

namespace Bench.Measures;

/// <summary>Loops timed by hand: many short rounds, of which the median is free of the odd interruption.</summary>
internal static class Measure
{
    private const int Rounds = 15;

    // What was precompiled is compiled twice: first with counters, then for good. Each time when nothing new was called for a while.
    private const int Stages = 4;

    /// <summary>Nanoseconds for each of <paramref name="count"/> operations that one call of <paramref name="round"/> does; the median of several calls.</summary>
    internal static double MedianNs(int count, Action<int> round)
    {
        WarmUp(count, round);
        return Median(Enumerable.Range(0, Rounds).Select(_ => Time(count, round)));
    }

    /// <summary>
    /// The same of the fastest of very many short calls: to tell a few nanoseconds, where a processor is slower by half for seconds, of which a median is full.
    /// </summary>
    internal static double BestNs(int count, Action<int> round)
    {
        WarmUp(count, round);
        return Enumerable.Range(0, Rounds * 100).Min(_ => Time(count / 100, round));
    }

    internal static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    // Enough calls, and a pause, for the runtime to have compiled everything for good.
    private static void WarmUp(int count, Action<int> round)
    {
        for (int i = 0; i < 40; i++)
        {
            round(Math.Max(1, count / 40));
        }
        for (int i = 0; i < Stages; i++)
        {
            Thread.Sleep(300);
            round(count);
        }
        Thread.Sleep(100);
    }

    private static double Time(int count, Action<int> round)
    {
        long from = Stopwatch.GetTimestamp();
        round(count);
        return Stopwatch.GetElapsedTime(from).TotalNanoseconds / count;
    }
}

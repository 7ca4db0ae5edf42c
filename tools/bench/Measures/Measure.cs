using System.Diagnostics;

namespace Bench.Measures;

/// <summary>Loops timed by hand: many short rounds, of which the median is free of the odd interruption.</summary>
internal static class Measure
{
    private const int Rounds = 15;

    /// <summary>Nanoseconds for each of <paramref name="count"/> operations that one call of <paramref name="round"/> does; the median of several calls.</summary>
    internal static double MedianNs(int count, Action<int> round)
    {
        // Enough calls, and a pause, for the runtime to have compiled everything for good.
        for (int i = 0; i < 40; i++)
        {
            round(Math.Max(1, count / 40));
        }
        Thread.Sleep(300);
        round(count);
        Thread.Sleep(100);
        var times = new double[Rounds];
        for (int i = 0; i < Rounds; i++)
        {
            long from = Stopwatch.GetTimestamp();
            round(count);
            times[i] = Stopwatch.GetElapsedTime(from).TotalNanoseconds / count;
        }
        return Median(times);
    }

    internal static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}

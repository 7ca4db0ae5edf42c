using System.Globalization;
using Shim.Loop;

namespace Bench.Loop;

/// <summary>Our side of `bench loop`: one round for each line that it reads, answered by a line of numbers. libev's is libev/loop.c; ours
/// has the bytes allocated for each event as one more number at the end.</summary>
internal static class LoopServer
{
    internal static void Run()
    {
        using var loop = new EventLoop();
        RingRound? ring = null;
        TimersRound? timers = null;
        string lastRing = "", lastTimers = "";
        while (Console.ReadLine() is { } line)
        {
            string[] words = line.Split(' ');
            if (words[0] != "ring")
            {
                // Its descriptors are needed.
                ring?.Dispose();
                (ring, lastRing) = (null, "");
            }
            if (words is ["ring", var watchers, var active, var isTimed])
            {
                if (lastRing != watchers + isTimed)
                {
                    lastRing = watchers + isTimed;
                    ring?.Dispose();
                    ring = new RingRound(loop, int.Parse(watchers, CultureInfo.InvariantCulture), isTimed == "1");
                }
                (double ns, double bytes) = ring!.Run(int.Parse(active, CultureInfo.InvariantCulture));
                Console.WriteLine(FormattableString.Invariant($"{ns:F3} {bytes:F3}"));
            }
            else if (words is ["ready", var ready])
            {
                (double ns, double bytes) = ReadyRound.Run(loop, int.Parse(ready, CultureInfo.InvariantCulture));
                Console.WriteLine(FormattableString.Invariant($"{ns:F3} {bytes:F3}"));
            }
            else if (words is ["timers", var count])
            {
                if (lastTimers != count)
                {
                    lastTimers = count;
                    timers = new TimersRound(loop, int.Parse(count, CultureInfo.InvariantCulture));
                }
                (double start, double again, double fire, double bytes) = timers!.Run();
                Console.WriteLine(FormattableString.Invariant($"{start:F3} {again:F3} {fire:F3} {bytes:F3}"));
            }
        }
    }
}

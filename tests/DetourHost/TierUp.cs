using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace DetourHost;

/// <summary>Hammers patched methods for long enough that the runtime compiles them again; no call may miss the detour.</summary>
internal static unsafe class TierUp
{
    private static long s_sleeps;
    private static long s_news;
    private static long s_locals;
    private static delegate*<int, void> s_originalSleep;

    internal static int Run(string[] args)
    {
        var seconds = double.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture);
        var engine = Engine.Open();
        var sleep = engine.Patch(typeof(Thread).Method("Sleep", typeof(int)), (Action<int>)Sleep, needsOriginal: true);
        s_originalSleep = (delegate*<int, void>)sleep.Original;
        engine.Patch(typeof(TierUp).Method(nameof(Local), typeof(int)), (Func<int, int>)LocalReplacement);

        // Called before it is patched, and often: its call counting is under way.
        for (var i = 0; i < 25; i++)
        {
            _ = Warm(i);
        }

        engine.Patch(typeof(TierUp).Method(nameof(Warm), typeof(int)), (Func<int, int>)WarmReplacement);

        long sleeps = 0, locals = 0, news = 0;
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed.TotalSeconds < seconds)
        {
            for (var i = 0; i < 1000; i++)
            {
                Thread.Sleep(0);
                sleeps++;
                Engine.Require(Local(i) == -i, "Local reached its own body");
                locals++;
                Engine.Require(Warm(i) == -i, "Warm reached its own body");
                news++;
            }
        }

        Engine.Require(sleeps == s_sleeps, $"{sleeps - s_sleeps} of {sleeps} sleeps missed the detour");
        Engine.Require(locals == s_locals && news == s_news, "calls of own methods missed the detour");
        Engine.Require(engine.Verify().Count == 0, "drift");
        Console.WriteLine($"calls {sleeps * 3} guard {engine.GuardHits}");
        return 0;
    }

    private static void Sleep(int ms)
    {
        s_sleeps++;
        s_originalSleep(ms);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Local(int value) => value + 1;

    private static int LocalReplacement(int value)
    {
        s_locals++;
        return -value;
    }

    // With TieredCompilation=0 the loop above is compiled, once and for all, before Warm is patched: it must not be inlined there.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Warm(int value) => value + 2;

    private static int WarmReplacement(int value)
    {
        s_news++;
        return -value;
    }
}

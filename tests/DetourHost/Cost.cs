using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;
using Shim.Green;

namespace DetourHost;

/// <summary>
/// What a patched method costs a thread that is not green, over the same method unpatched: once for the detour alone (an optimized body of our own),
/// once for a framework method, whose precompiled body is also never improved again.
/// </summary>
internal static unsafe class Cost
{
    private const int Calls = 5_000_000;
    private static readonly EventWaitHandle s_event = new ManualResetEvent(false);
    private static delegate*<int, int> s_target;
    private static delegate*<SafeWaitHandle, bool> s_setEvent;

    internal static int Run(string[] args)
    {
        var ownStock = Best(Own);
        var eventStock = Best(Set);
        var engine = Engine.Open();
        s_target = (delegate*<int, int>)engine.Patch(typeof(Cost).Method(nameof(Target), typeof(int)), (Func<int, int>)TargetReplacement, needsOriginal: true).Original;
        var setEvent = typeof(object).Assembly.GetType("Interop+Kernel32")!.Method("SetEvent", typeof(SafeWaitHandle));
        s_setEvent = (delegate*<SafeWaitHandle, bool>)engine.Patch(setEvent, (Func<SafeWaitHandle, bool>)SetEventReplacement, needsOriginal: true).Original;
        var own = Best(Own);
        var events = Best(Set);
        Console.WriteLine($"own method: stock {ownStock:F2} ns, patched {own:F2} ns, more {own - ownStock:F2} ns");
        Console.WriteLine($"EventWaitHandle.Set: stock {eventStock:F2} ns, patched {events:F2} ns, more {events - eventStock:F2} ns");
        return 0;
    }

    // The first rounds bring the code to its last tier, the best of the rest is what it costs when nobody interferes.
    private static double Best(Func<double> measure)
    {
        measure();
        Thread.Sleep(300);
        measure();
        Thread.Sleep(300);
        var best = measure();
        for (var i = 0; i < 8; i++)
        {
            best = Math.Min(best, measure());
        }

        return best;
    }

    private static double Own()
    {
        var sum = 0;
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Calls; i++)
        {
            sum += Target(i);
        }

        GC.KeepAlive(sum);
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / Calls;
    }

    private static double Set()
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Calls / 5; i++)
        {
            s_event.Set();
        }

        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / (Calls / 5);
    }

    // Calls something, so that it has a frame, and first instructions that can be moved.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Target(int value) => Leaf(value) + Leaf(value + 1);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Leaf(int value) => value * 3;

    private static int TargetReplacement(int value) => GreenThread.Current is null ? s_target(value) : 0;

    private static bool SetEventReplacement(SafeWaitHandle handle) => GreenThread.Current is null && s_setEvent(handle);
}

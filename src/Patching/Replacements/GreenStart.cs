using System.Diagnostics;
using Shim.Green;
using Shim.Patching.Replacements.Waiting;

namespace Shim.Patching.Replacements;

/// <summary>What a thread of user code runs in place of its delegate.</summary>
[StackTraceHidden]
internal sealed class GreenStart
{
    // Not a lambda: its class would show in stack traces.
    private static readonly Action<object?> s_body = RunGreen;

    private readonly GreenThread _green;
    private readonly Delegate _start;
    private object? _argument;

    private GreenStart(GreenThread green, Delegate start)
    {
        _green = green;
        _start = start;
    }

    /// <summary>A delegate of the same type, because the runtime tells the two kinds apart by it.</summary>
    internal static Delegate For(Thread thread, Delegate start)
    {
        GreenThread green = new(Hub.Default, thread);
        WaitNode.Provide(green);
        GreenStart entry = new(green, start);
        return start is System.Threading.ThreadStart ? new System.Threading.ThreadStart(entry.Run) : new ParameterizedThreadStart(entry.RunWith);
    }

    private void RunWith(object? argument)
    {
        _argument = argument;
        Run();
    }

    private void Run()
    {
        Thread thread = _green.Thread!;
        try
        {
            _green.Hub.RunEnlisted(_green, s_body, this);
        }
        finally
        {
            // On the own OS thread again, which ends now.
            ThreadEnds.Remove(thread);
        }
    }

    private static void RunGreen(object? state)
    {
        GreenStart green = (GreenStart)state!;
        Newcomers.End();

        // Null when the system had no room for another green thread, and this one runs as it is.
        if (GreenThread.Current is { } me)
        {
            ThreadInterrupt.TakeOver(me);
        }

        if (green._start is System.Threading.ThreadStart start)
        {
            start();
        }
        else
        {
            ((ParameterizedThreadStart)green._start)(green._argument);
        }

        // Not in a finally: an exception that leaves this ends the process.
        if (ThreadEnds.IsAwaited(green._green.Thread!))
        {
            green._green.IsAwaited = true;
        }
    }
}

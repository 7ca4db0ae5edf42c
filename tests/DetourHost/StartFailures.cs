using System.Diagnostics;
using Shim;
using Shim.Patching.Detours;
using Shim.Patching.Replacements;

namespace DetourHost;

/// <summary>A start for which there was no thread is tried again while others are on their way out; one whose thread failed as it began is not, ever.</summary>
internal static unsafe class StartFailures
{
    private static Detour? s_start;
    private static Exception? s_failure;
    private static int s_calls;

    internal static int Run(string[] args)
    {
        GreenShim.PatchAll();
        s_start = GreenShim.Engine!.Patch(
            typeof(CoreLib).Method("Start", typeof(Thread), typeof(int), typeof(int), typeof(bool), typeof(string)), (Action<Thread, int, int, bool, string?>)Start, needsOriginal: true);

        // Each time just after another one has ended, or there is nothing to wait for.
        bool isTriedAgain = false;
        for (int i = 0; i < 50 && !isTriedAgain; i++)
        {
            isTriedAgain = After(new OutOfMemoryException()) == (2, true);
        }

        Console.WriteLine($"no thread: tried again {isTriedAgain}");
        bool isTriedOnce = true;
        for (int i = 0; i < 50; i++)
        {
            isTriedOnce &= After((Exception)Activator.CreateInstance(typeof(ThreadStartException), nonPublic: true)!) == (1, false);
        }

        Console.WriteLine($"it failed as it began: tried once {isTriedOnce}");
        return 0;
    }

    private static (int Calls, bool IsStarted) After(Exception failure)
    {
        Thread before = new(static () => { });
        before.Start();
        before.Join();
        Thread thread = new(static () => { });
        s_failure = failure;
        s_calls = 0;
        try
        {
            thread.Start();
            thread.Join();
            return (s_calls, true);
        }
        catch (Exception e) when (e == failure)
        {
            s_failure = null;
            return (s_calls, false);
        }
    }

    [StackTraceHidden]
    private static void Start(Thread thread, int maxStackSize, int priority, bool isThreadPool, string? name)
    {
        s_calls++;
        if (Interlocked.Exchange(ref s_failure, null) is { } failure)
        {
            throw failure;
        }

        ((delegate*<Thread, int, int, bool, string?, void>)s_start!.Original)(thread, maxStackSize, priority, isThreadPool, name);
    }
}

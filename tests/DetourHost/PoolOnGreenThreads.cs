using Shim;
using Shim.Green;

namespace DetourHost;

/// <summary>
/// The thread pool's group, switched on while the pool works, off and on again: no item is lost, and each runs where it should.
/// </summary>
internal static class PoolOnGreenThreads
{
    private const int Items = 200;

    internal static int Run(string[] args)
    {
        using var release = new ManualResetEventSlim();
        var early = Task.Run(() =>
        {
            release.Wait();
            return GreenThread.Current is null;
        });
        Engine.Require(CountGreen() == 0, "before the patch the pool's threads are native");

        var options = new PatchOptions { Groups = ["+threadpool"], ContinueOnHub = true };
        var report = GreenShim.PatchAll(options);
        Engine.Require(report.Entries.Any(static e => e.Group == "threadpool" && e.State == PatchState.Patched), "the group is on");
        Engine.Require(SynchronizationContext.Current == Hub.Default.SynchronizationContext, "awaits of the main thread continue on the hub");
        release.Set();
        Engine.Require(early.Result, "an item that had begun stays where it was");
        Engine.Require(CountGreen() >= Items - Environment.ProcessorCount, "a native worker does one item more at most");
        Engine.Require(CountGreen() == Items, "every item runs on a green thread");
        Engine.Require(AfterAwaitAsync().Result, "an await continues on a green thread");
        Engine.Require(Refuses(), "Undo sees the green thread that an item waits on");

        Settle();
        GreenShim.Undo();
        Engine.Require(!GreenShim.IsPatched, "undone, although idle green threads of the pool are left");
        Engine.Require(CountGreen() == 0, "the pool's threads are native again");

        GreenShim.PatchAll(options);
        CountGreen();
        Engine.Require(CountGreen() == Items, "and green again");
        Console.WriteLine("moved");
        return 0;
    }

    // Items that wait, too: more than the processors could run.
    private static int CountGreen()
    {
        var green = 0;
        var all = new Task[Items];
        for (var i = 0; i < Items; i++)
        {
            all[i] = Task.Run(() =>
            {
                Thread.Sleep(1);
                if (GreenThread.Current is not null && Thread.CurrentThread.IsThreadPoolThread)
                {
                    Interlocked.Increment(ref green);
                }
            });
        }

        Task.WaitAll(all);
        return green;
    }

    private static async Task<bool> AfterAwaitAsync()
    {
        await Task.Delay(1);
        return GreenThread.Current is not null && !Thread.CurrentThread.IsThreadPoolThread;
    }

    private static bool Refuses()
    {
        using var release = new ManualResetEventSlim();
        using var begun = new ManualResetEventSlim();
        var waiting = Task.Run(() =>
        {
            begun.Set();
            release.Wait();
        });
        begun.Wait();
        try
        {
            GreenShim.Undo();
            return false;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
        finally
        {
            release.Set();
            waiting.Wait();
        }
    }

    // The last items' green threads are on their way to rest.
    private static void Settle() => Thread.Sleep(100);
}

using Shim.Green;

namespace GreenHost;

/// <summary>OS threads whose green thread has ended leave one after the other, beside a hub that is never idle.</summary>
internal static class LeavingScenarios
{
    public static void One_that_is_joined_goes_before_those_that_nobody_waits_for()
    {
        const int Count = 200;
        bool go = false;
        int last = 0;
        Thread[] threads = [.. Enumerable.Range(0, Count).Select(i => Start(() =>
        {
            while (!Volatile.Read(ref go))
            {
                GreenThread.Sleep(TimeSpan.FromMilliseconds(1));
            }

            last = i;
        }))];
        GreenThread[] greens = [.. threads.Select(static t => GreenThread.Of(t)!)];
        go = true;
        while (!Array.TrueForAll(greens, static g => g.IsCompleted))
        {
            GreenThread.Yield();
        }

        // The last in the line; and who comes after that stands in it, too.
        Thread joined = threads[last];
        Hub.AwaitEnd(joined);
        while (joined.IsAlive)
        {
            GreenThread.Yield();
        }

        Check.That(threads.Count(static t => t.IsAlive) > 20);
        threads[last] = Start(static () => { });
        for (long end = Environment.TickCount64 + 20_000; Array.Exists(threads, static t => t.IsAlive) && Environment.TickCount64 < end;)
        {
            GreenThread.Yield();
        }

        Check.That(!Array.Exists(threads, static t => t.IsAlive));
    }

    private static Thread Start(Action body)
    {
        Thread thread = new(() => Hub.Default.RunEnlisted(new GreenThread(Hub.Default, Thread.CurrentThread), static state => ((Action)state!)(), body));
        thread.Start();
        while (GreenThread.Of(thread) is null && thread.IsAlive)
        {
            GreenThread.Yield();
        }

        return thread;
    }
}

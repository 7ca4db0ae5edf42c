namespace DetourHost.Routes;

internal static class ThreadRoutes
{
    internal static readonly Dictionary<string, Action> All = new()
    {
        ["Thread.Sleep(int)"] = () => Thread.Sleep(0),
        ["Thread.Sleep(TimeSpan)"] = () => Thread.Sleep(TimeSpan.Zero),
        ["Thread.Yield()"] = () => Thread.Yield(),
        ["SpinWait.SpinOnce()"] = () => default(SpinWait).SpinOnce(),
        ["SpinWait.SpinOnce(int)"] = () => default(SpinWait).SpinOnce(20),
        ["SpinWait.SpinUntil(Func<bool>, int)"] = SpinUntil,
        ["Thread.Start()"] = () => Run(new Thread(Nothing), static thread => thread.Start()),
        ["Thread.Start(object)"] = () => Run(new Thread(static _ => Nothing()), static thread => thread.Start("x")),
        ["Thread.UnsafeStart()"] = () => Run(new Thread(Nothing), static thread => thread.UnsafeStart()),
        ["TaskCreationOptions.LongRunning"] = () =>
            Task.Factory.StartNew(Nothing, default, TaskCreationOptions.LongRunning, TaskScheduler.Default).Wait(),
        ["Thread.Join()"] = () => Run(new Thread(Nothing), static thread => thread.Start()),
        ["Thread.Join(int)"] = () => Start().Join(1000),
        ["Thread.Join(TimeSpan)"] = () => Start().Join(TimeSpan.FromSeconds(1)),
        ["Thread.Interrupt()"] = () => Run(new Thread(Interrupted), static thread =>
        {
            thread.Start();
            thread.Interrupt();
        }),
        ["Thread.ThreadState"] = () => _ = Thread.CurrentThread.ThreadState,
    };

    internal static Thread Start(ThreadStart? body = null)
    {
        var thread = new Thread(body ?? Nothing) { IsBackground = true };
        thread.Start();
        return thread;
    }

    private static void SpinUntil()
    {
        var turns = 0;
        SpinWait.SpinUntil(() => turns++ > 2, 1000);
    }

    private static void Run(Thread thread, Action<Thread> start)
    {
        start(thread);
        thread.Join();
    }

    private static void Interrupted()
    {
        try
        {
            Thread.Sleep(Timeout.Infinite);
        }
        catch (ThreadInterruptedException)
        {
            // What the route is about.
        }
    }

    private static void Nothing()
    {
    }
}

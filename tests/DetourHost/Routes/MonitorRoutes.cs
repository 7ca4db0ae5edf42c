using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace DetourHost.Routes;

internal static class MonitorRoutes
{
    private const int Short = 5;

    /// <summary>How long slim primitives wait, in milliseconds. They spin first, for longer than one thinks on a busy machine.</summary>
    internal static int Patience { get; set; } = Short;

    internal static readonly Dictionary<string, Action> All = new()
    {
        ["lock (object)"] = () => Contended(static gate =>
        {
            lock (gate)
            {
            }
        }),
        ["Monitor.Enter(object)"] = () => Contended(static gate =>
        {
            Monitor.Enter(gate);
            Monitor.Exit(gate);
        }),
        ["[MethodImpl(MethodImplOptions.Synchronized)]"] = () => Contended(typeof(MonitorRoutes), static _ => Synchronized()),
        ["Monitor.TryEnter(object, int)"] = () => Contended(static gate => ExitIf(Monitor.TryEnter(gate, 1), gate)),
        ["Monitor.TryEnter(object, TimeSpan)"] = () => Contended(static gate => ExitIf(Monitor.TryEnter(gate, TimeSpan.FromMilliseconds(1)), gate)),
        ["Monitor.TryEnter(object, int, ref bool)"] = () => Contended(static gate =>
        {
            var taken = false;
            Monitor.TryEnter(gate, 1, ref taken);
            ExitIf(taken, gate);
        }),
        ["Monitor.Exit(object) with waiters"] = ExitWithWaiter,
        ["Monitor.Wait(object)"] = () => WaitFor(static gate => Monitor.Wait(gate)),
        ["Monitor.Wait(object, int)"] = () => WaitFor(static gate => Monitor.Wait(gate, 1000)),
        ["Monitor.Wait(object, TimeSpan)"] = () => WaitFor(static gate => Monitor.Wait(gate, TimeSpan.FromSeconds(1))),
        ["Monitor.Pulse(object)"] = () => Locked(Monitor.Pulse),
        ["Monitor.PulseAll(object)"] = () => Locked(Monitor.PulseAll),
        ["ManualResetEventSlim.Wait(int)"] = () => new ManualResetEventSlim(false).Wait(Patience),
        ["SemaphoreSlim.Wait(int)"] = () => new SemaphoreSlim(0).Wait(Patience),
        ["CountdownEvent.Wait(int)"] = () => new CountdownEvent(1).Wait(Patience),
        ["Barrier.SignalAndWait(int)"] = () => new Barrier(2).SignalAndWait(Patience),
        ["BlockingCollection.TryTake(out T, int)"] = () => new BlockingCollection<int>().TryTake(out _, Patience),
        ["Monitor.LockContentionCount"] = () => _ = Monitor.LockContentionCount,
        ["Lazy<T>.Value"] = ContendedLazy,
        ["Task<T>.Result"] = () =>
        {
            var source = new TaskCompletionSource<int>();
            ThreadRoutes.Start(() =>
            {
                Thread.Sleep(Patience);
                source.SetResult(1);
            });
            _ = source.Task.Result;
        },
        ["Task.Wait(int)"] = () => Never().Wait(Patience),
        ["Task.WaitAll(Task[], int)"] = () => Task.WaitAll([Never(), Never()], Patience),
        ["Task.WaitAny(Task[], int)"] = () => Task.WaitAny([Never(), Never()], Patience),
    };

    private static Task Never() => new TaskCompletionSource().Task;

    private static void Contended(Action<object> attempt) => Contended(new object(), attempt);

    private static void Contended(object gate, Action<object> attempt) => Contention.Run(
        held =>
        {
            lock (gate)
            {
                held();
            }
        },
        () => attempt(gate));

    [MethodImpl(MethodImplOptions.Synchronized)]
    private static void Synchronized()
    {
    }

    private static void ExitIf(bool taken, object gate)
    {
        if (taken)
        {
            Monitor.Exit(gate);
        }
    }

    private static void ContendedLazy()
    {
        Action? held = null;
        var lazy = new Lazy<int>(() =>
        {
            held!();
            return 1;
        });
        Contention.Run(
            action =>
            {
                held = action;
                _ = lazy.Value;
            },
            () => _ = lazy.Value);
    }

    private static void ExitWithWaiter()
    {
        var gate = new object();
        Monitor.Enter(gate);
        var waiter = ThreadRoutes.Start(() =>
        {
            lock (gate)
            {
            }
        });
        while ((waiter.ThreadState & ThreadState.WaitSleepJoin) == 0)
        {
            Thread.Sleep(1);
        }

        Monitor.Exit(gate);
        waiter.Join();
    }

    private static void WaitFor(Action<object> wait)
    {
        var gate = new object();
        lock (gate)
        {
            var waker = ThreadRoutes.Start(() =>
            {
                lock (gate)
                {
                    Monitor.PulseAll(gate);
                }
            });
            wait(gate);
            GC.KeepAlive(waker);
        }
    }

    private static void Locked(Action<object> action)
    {
        var gate = new object();
        lock (gate)
        {
            action(gate);
        }
    }
}

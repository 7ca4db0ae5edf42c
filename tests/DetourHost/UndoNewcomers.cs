using System.Reflection;
using Shim;
using Shim.Green;

namespace DetourHost;

/// <summary>Nobody who became green, or began to wait, while methods were being made themselves again is left in a queue of ours.</summary>
internal static class UndoNewcomers
{
    private static readonly object s_gate = new();
    private static readonly AutoResetEvent s_event = new(false);
    private static readonly AutoResetEvent s_second = new(false);
    private static readonly Mutex s_mutex = new();
    private static int s_green;
    private static int s_begun;

    internal static int Run(string[] args)
    {
        StoreGate.Install();
        GreenShim.PatchAll();
        List<Thread> threads = [];
        StoreGate.Refuses = _ =>
        {
            // Undo has looked, and takes back the first.
            StoreGate.Refuses = static _ => false;
            threads = Begin();
            return false;
        };
        Monitor.Enter(s_gate);
        s_mutex.WaitOne();
        GreenShim.Undo();
        Console.WriteLine($"undone, {s_green} became green meanwhile");
        End(threads);

        // As a first PatchAll that fails when there are green threads already.
        GreenShim.PatchAll();
        Monitor.Enter(s_gate);
        s_mutex.WaitOne();
        threads = Begin();
        typeof(GreenShim).GetMethod("UndoAll", BindingFlags.Static | BindingFlags.NonPublic)!.Invoke(null, null);
        Engine.Require(!GreenShim.IsPatched, "undone");
        Console.WriteLine($"taken back, {s_green} are green");
        End(threads);
        return 0;
    }

    private static List<Thread> Begin()
    {
        s_green = s_begun = 0;
        List<Thread> threads =
        [
            Start(static () => s_event.WaitOne()),
            Start(static () => WaitHandle.WaitAny([new ManualResetEvent(false), s_second])),
            Start(static () =>
            {
                lock (s_gate)
                {
                    Thread.Sleep(1);
                }
            }),
            Start(static () =>
            {
                s_mutex.WaitOne();
                s_mutex.ReleaseMutex();
            }),
        ];
        while (Volatile.Read(ref s_begun) < threads.Count)
        {
            Thread.Sleep(1);
        }

        Thread.Sleep(100);
        return threads;
    }

    private static Thread Start(Action body)
    {
        Thread thread = new(() =>
        {
            Interlocked.Add(ref s_green, GreenThread.Current is null ? 0 : 1);
            Interlocked.Increment(ref s_begun);
            body();
        }) { IsBackground = true };
        thread.Start();
        return thread;
    }

    private static void End(List<Thread> threads)
    {
        // Time to go on natively, for who was woken.
        Thread.Sleep(100);
        s_event.Set();
        s_second.Set();
        s_mutex.ReleaseMutex();
        Monitor.Exit(s_gate);
        string[] names = ["WaitOne", "WaitAny", "lock", "mutex"];
        for (int i = 0; i < names.Length; i++)
        {
            Console.WriteLine($"{names[i]} {threads[i].Join(5000)}");
        }
    }
}

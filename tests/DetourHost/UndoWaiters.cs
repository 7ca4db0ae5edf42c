using System.Reflection;
using Shim;

namespace DetourHost;

/// <summary>Native threads that wait in Monitor.Wait, and in what is made of it, are not left behind when it becomes the runtime's own again.</summary>
internal static class UndoWaiters
{
    private static readonly object s_gate = new();
    private static volatile bool s_isSet;
    private static int s_left;

    internal static int Run(string[] args)
    {
        GreenShim.PatchAll();
        var task = Begin();
        Engine.Require(Refused(), "Undo left waiters behind");
        Engine.Require(GreenShim.IsPatched, "it is patched still");
        End(task);
        GreenShim.Undo();
        Console.WriteLine("undone when nobody waited");

        // As a first PatchAll that cannot start its hub does: it must not fail, and wakes them instead.
        GreenShim.PatchAll();
        task = Begin();
        typeof(GreenShim).GetMethod("UndoAll", BindingFlags.Static | BindingFlags.NonPublic)!.Invoke(null, null);
        Engine.Require(!GreenShim.IsPatched, "undone");
        Thread.Sleep(50);
        End(task);
        Console.WriteLine("woken");

        // And again from the start.
        GreenShim.PatchAll();
        task = Begin();
        End(task);
        Console.WriteLine("patched again");
        return 0;
    }

    private static TaskCompletionSource Begin()
    {
        s_isSet = false;
        s_left = 2;
        var task = new TaskCompletionSource();
        ThreadPool.UnsafeQueueUserWorkItem(
            static _ =>
            {
                lock (s_gate)
                {
                    while (!s_isSet)
                    {
                        Monitor.Wait(s_gate);
                    }
                }

                Interlocked.Decrement(ref s_left);
            },
            null);
        ThreadPool.UnsafeQueueUserWorkItem(
            _ =>
            {
                task.Task.Wait();
                Interlocked.Decrement(ref s_left);
            },
            null);
        Thread.Sleep(100);
        Engine.Require(s_left == 2, "both wait");
        return task;
    }

    private static void End(TaskCompletionSource task)
    {
        lock (s_gate)
        {
            s_isSet = true;
            Monitor.PulseAll(s_gate);
        }

        task.SetResult();
        for (int i = 0; i < 200 && Volatile.Read(ref s_left) > 0; i++)
        {
            Thread.Sleep(10);
        }

        Engine.Require(s_left == 0, $"{s_left} wait still");
    }

    private static bool Refused()
    {
        try
        {
            GreenShim.Undo();
            return false;
        }
        catch (InvalidOperationException e)
        {
            Console.WriteLine(e.Message);
            return true;
        }
    }
}

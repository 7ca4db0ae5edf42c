using System.Runtime.InteropServices;
using DetourHost.Interop;
using Shim;
using Shim.Loop;

namespace DetourHost;

/// <summary>
/// A handler of the loop's that removes itself, again and again: each signal is its own, and none ends the process. And one beside a Main, alone in its process,
/// that is in native code.
/// </summary>
internal static class SignalWatchers
{
    private const int Hup = 1;
    private const int Rounds = 20;

    internal static int Run(string[] args)
    {
        GreenShim.PatchAll();
        for (var i = 0; i < Rounds; i++)
        {
            var calls = 0;
            using var done = new ManualResetEventSlim();
            IDisposable? handler = null;
            handler = GreenShim.OnSignal(PosixSignal.SIGHUP, () =>
            {
                calls++;
                handler!.Dispose();
                done.Set();
            });
            _ = Libc.Kill(Environment.ProcessId, Hup);
            done.Wait();
            Engine.Require(calls == 1, "one signal is one call");

            // The runtime is at its own handlers of it still, or calls them now.
            Thread.Sleep(10);
        }

        var count = 0;
        using (GreenShim.OnSignal(PosixSignal.SIGHUP, () => Interlocked.Increment(ref count)))
        {
            _ = Libc.Kill(Environment.ProcessId, Hup);

            // Ends early when the signal interrupts it.
            for (var i = 0; i < 200 && Volatile.Read(ref count) == 0; i++)
            {
                _ = Libc.Sleep(50_000);
            }
        }

        Engine.Require(count == 1, "a handler runs beside a Main that native code keeps");
        Console.WriteLine("handled");
        return 0;
    }

    /// <summary>
    /// Green threads that begin and end watching while native ones keep the runtime's lock of its registrations busy: they park for that, and the scheduler must not
    /// come to wait for them.
    /// </summary>
    internal static int RunCrowd(string[] args)
    {
        GreenShim.PatchAll();
        var isOver = false;
        for (var i = 0; i < 2; i++)
        {
            _ = Task.Run(() =>
            {
                while (!Volatile.Read(ref isOver))
                {
                    PosixSignalRegistration.Create(PosixSignal.SIGHUP, static _ => { }).Dispose();
                }
            });
        }

        const int User1 = 10;
        const int User2 = 12;
        var end = Environment.TickCount64 + 2500;
        var own = new Thread(() =>
        {
            using EventLoop loop = new();
            while (Environment.TickCount64 < end)
            {
                SignalWatcher watcher = new(loop, User2, static _ => { });
                watcher.Start();
                watcher.Stop();
            }
        });
        var hubs = new Thread(() =>
        {
            while (Environment.TickCount64 < end)
            {
                GreenShim.OnSignal((PosixSignal)User1, static () => { }).Dispose();
            }
        });
        own.Start();
        hubs.Start();
        own.Join();
        hubs.Join();
        Volatile.Write(ref isOver, true);
        Console.WriteLine("watched");
        return 0;
    }
}

using System.Reflection;
using System.Runtime.InteropServices;
using Shim.Green;

namespace GreenHost;

/// <summary>The loop's own signal watchers.</summary>
internal static partial class SignalScenarios
{
    private const int User1 = 10;
    private const int User2 = 12;

    public static void A_handler_runs_on_a_green_thread_and_may_block()
    {
        SemaphoreSlim done = new(0);
        bool isGreen = false;
        using (Hub.Default.OnSignal((PosixSignal)User1, () =>
        {
            isGreen = GreenThread.Current is not null;
            GreenThread.Sleep(TimeSpan.FromMilliseconds(20));
            done.Release();
        }))
        {
            for (int i = 0; i < 3; i++)
            {
                Raise(User1);
                Await(done);
                Check.That(isGreen);
            }
        }
    }

    public static void Several_handlers_of_a_signal_are_all_called_and_others_are_not()
    {
        SemaphoreSlim done = new(0);
        int others = 0;
        using (Hub.Default.OnSignal((PosixSignal)User2, () => others++))
        using (Hub.Default.OnSignal((PosixSignal)User1, () => done.Release()))
        using (Hub.Default.OnSignal((PosixSignal)User1, () => done.Release()))
        {
            Raise(User1);
            Await(done);
            Await(done);
            Check.Equal(others, 0);
        }
    }

    public static void Disposed_it_is_not_called_and_the_signal_does_what_it_did_before()
    {
        int calls = 0;
        SemaphoreSlim done = new(0);
        IDisposable first = Hub.Default.OnSignal((PosixSignal)28, () => calls++);
        first.Dispose();
        first.Dispose();
        using IDisposable second = Hub.Default.OnSignal((PosixSignal)28, () => done.Release());
        Raise(28);
        Await(done);
        Check.Equal(calls, 0);
    }

    public static void One_that_another_handler_has_disposed_meanwhile_is_not_called()
    {
        int calls = 0;
        IDisposable? first = null, second = null;
        first = Hub.Default.OnSignal((PosixSignal)User1, () =>
        {
            calls++;
            second!.Dispose();
        });
        second = Hub.Default.OnSignal((PosixSignal)User1, () =>
        {
            calls++;
            first.Dispose();
        });
        Raise(User1);
        while (calls == 0)
        {
            GreenThread.Sleep(TimeSpan.FromMilliseconds(1));
        }

        GreenThread.Sleep(TimeSpan.FromMilliseconds(5));
        Check.Equal(calls, 1);
        first.Dispose();
        second.Dispose();
    }

    /// <summary>There is no other green thread that the carrier would be taken for.</summary>
    public static void A_handler_runs_although_the_only_green_thread_computes()
    {
        bool isHandled = false;
        using (Hub.Default.OnSignal((PosixSignal)User1, () => Volatile.Write(ref isHandled, true)))
        {
            Raise(User1);
            for (long end = Environment.TickCount64 + 20_000; !Volatile.Read(ref isHandled) && Environment.TickCount64 < end;)
            {
                Thread.SpinWait(100);
            }

            Check.That(isHandled);
        }
    }

    /// <summary>A round that goes on for milliseconds ends for a signal, at the next reading of the clock.</summary>
    public static void A_signal_ends_the_round()
    {
        const int Times = 20;
        FieldInfo signals = typeof(Hub).GetField("_signals", BindingFlags.Instance | BindingFlags.NonPublic)!;
        int turns = 0;
        bool stop = false;

        // Who is alone has the loop poll now and then.
        GreenThread other = GreenThread.Spawn(() =>
        {
            while (!stop)
            {
                GreenThread.Yield();
            }
        });
        for (int i = 0; i < Times; i++)
        {
            bool isHandled = false;
            Thread native = new(() => Hub.Default.Deliver(() => Volatile.Write(ref isHandled, true)));
            native.Start();
            while (signals.GetValue(Hub.Default) is null && !Volatile.Read(ref isHandled))
            {
                GreenThread.Yield();
            }

            while (!Volatile.Read(ref isHandled))
            {
                turns++;
                GreenThread.Yield();
            }

            native.Join();
        }

        stop = true;
        other.Join();
        Check.That(turns < Times * 100);
    }

    public static void A_handler_may_end_itself_and_begin_another()
    {
        SemaphoreSlim done = new(0);
        int calls = 0;
        IDisposable? me = null;
        IDisposable? next = null;
        me = Hub.Default.OnSignal((PosixSignal)User1, () =>
        {
            calls++;
            next = Hub.Default.OnSignal((PosixSignal)User1, () => done.Release());
            me!.Dispose();
            done.Release();
        });
        Raise(User1);
        Await(done);
        Raise(User1);
        Await(done);
        Check.Equal(calls, 1);
        next!.Dispose();
    }

    public static void A_native_thread_may_begin_and_end_it()
    {
        SemaphoreSlim done = new(0);
        IDisposable? watched = null;
        OnNativeThread(() => watched = Hub.Default.OnSignal((PosixSignal)User1, () => done.Release()));
        Raise(User1);
        Await(done);
        OnNativeThread(watched!.Dispose);
    }

    public static void Wrong_signals_are_refused()
    {
        foreach (int wrong in (int[])[0, 65, 9, 19, 11, -1000])
        {
            bool isRefused = false;
            try
            {
                Hub.Default.OnSignal((PosixSignal)wrong, () => { }).Dispose();
            }
            catch (ArgumentException)
            {
                isRefused = true;
            }

            Check.That(isRefused);
        }
    }

    private static void OnNativeThread(ThreadStart body)
    {
        Thread thread = new(body);
        thread.Start();
        while (thread.IsAlive)
        {
            GreenThread.Sleep(TimeSpan.FromMilliseconds(1));
        }
    }

    // Nothing is patched here: what is not the hub's own would block the carrier.
    private static void Await(SemaphoreSlim done)
    {
        for (int i = 0; !done.Wait(0); i++)
        {
            Check.That(i < 20_000);
            GreenThread.Sleep(TimeSpan.FromMilliseconds(1));
        }
    }

    private static void Raise(int signal) => Check.Equal(Kill(Environment.ProcessId, signal), 0);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}

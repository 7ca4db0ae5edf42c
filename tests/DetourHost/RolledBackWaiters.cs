using Shim;

namespace DetourHost;

/// <summary>A thread that comes to Monitor.Wait while a set is being applied that is taken back in the end is not left behind.</summary>
internal static class RolledBackWaiters
{
    private static readonly object s_gate = new();
    private static bool s_isInside;
    private static bool s_isSet;

    internal static int Run(string[] args)
    {
        var wait = typeof(Monitor).Method(nameof(Monitor.Wait), typeof(object), typeof(int));
        var engine = StoreGate.Install();
        using var done = new ManualResetEvent(false);
        bool wasRefused = false;
        bool isLater = args is ["later"];
        if (isLater)
        {
            // Then the waiter is a green thread.
            GreenShim.PatchAll(new PatchOptions { Groups = ["sleep", "threads"] });
        }

        StoreGate.Refuses = _ =>
        {
            if (wasRefused || !engine.IsApplied(wait))
            {
                return false;
            }

            wasRefused = true;
            Begin(done);
            return true;
        };
        try
        {
            GreenShim.PatchAll(new PatchOptions());
        }
        catch (PatchRefusedException refusal)
        {
            Console.WriteLine(refusal.Message);
        }

        Engine.Require(wasRefused && GreenShim.IsPatched == isLater, "it was not refused");
        lock (s_gate)
        {
            s_isSet = true;
            Monitor.PulseAll(s_gate);
        }

        Console.WriteLine($"woken {done.WaitOne(10_000)}");
        return 0;
    }

    // Not from the pool, whose own waits would count, too. The lock is free when it waits.
    private static void Begin(ManualResetEvent done)
    {
        new Thread(() =>
        {
            lock (s_gate)
            {
                s_isInside = true;
                while (!s_isSet)
                {
                    Monitor.Wait(s_gate);
                }
            }

            done.Set();
        }) { IsBackground = true }.Start();
        for (bool isInside = false; !isInside; Interop.Libc.Sleep(1000))
        {
            lock (s_gate)
            {
                isInside = s_isInside;
            }
        }
    }
}

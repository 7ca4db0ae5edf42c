using Shim;
using Shim.Patching.Detours;
using Shim.Patching.Replacements;

namespace DetourHost;

/// <summary>Signals that went past the patch, as by a body that the runtime activated meanwhile, reach those who wait when that is found.</summary>
internal static class MissedSignals
{
    internal static int Run(string[] args)
    {
        GreenShim.PatchAll();
        MissPulse(static body => new Thread(() => body()).Start());
        MissPulse(static body => ThreadPool.UnsafeQueueUserWorkItem(_ => body(), null));
        MissSet();

        // By one who was in the unpatched method when that was found and repaired.
        MissPulse(static body => new Thread(() => body()).Start(), isLater: true);
        return 0;
    }

    private static void MissPulse(Action<Action> start, bool isLater = false)
    {
        object gate = new();
        bool isSet = false;
        using var done = new ManualResetEvent(false);
        using var inside = new ManualResetEvent(false);
        start(() =>
        {
            lock (gate)
            {
                inside.Set();
                while (!isSet)
                {
                    Monitor.Wait(gate);
                }
            }

            done.Set();
        });
        inside.WaitOne();
        var pulse = typeof(Monitor).Method(nameof(Monitor.Pulse), typeof(object));
        if (isLater)
        {
            Shim.Patching.DriftWatch.GoOn(GreenShim.Engine!, [new Drift(pulse, "", Repaired: true)]);
        }

        lock (gate)
        {
            isSet = true;
            CoreLib.Pulse(gate);
        }

        Engine.Require(isLater || !done.WaitOne(50), "nobody was to have been woken");
        if (!isLater)
        {
            Repaired(pulse);
        }

        Console.WriteLine($"the pulse arrived: {done.WaitOne(5000)}");
    }

    private static void MissSet()
    {
        using var signal = new AutoResetEvent(false);
        var green = new Thread(() => signal.WaitOne());
        green.Start();
        Thread.Sleep(50);
        Engine.Require(CoreLib.SetEvent(signal.SafeWaitHandle.DangerousGetHandle()) != 0, "set");
        Engine.Require(!green.Join(50), "nobody was to have been woken");
        Repaired(typeof(object).Assembly.GetType("Interop+Kernel32")!.Method("SetEvent", typeof(Microsoft.Win32.SafeHandles.SafeWaitHandle)));
        Console.WriteLine($"the signal arrived: {green.Join(5000)}");
        Engine.Require(!signal.WaitOne(0), "it was given twice");
    }

    private static void Repaired(System.Reflection.MethodBase target) => Shim.Patching.Replacements.MissedSignals.MakeUpFor([new Drift(target, "", Repaired: true)]);
}

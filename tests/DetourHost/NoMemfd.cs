using DetourHost.Interop;
using Shim;

namespace DetourHost;

/// <summary>A filter denies memfd_create(2): jumps and trampolines are in memory of another kind, and work.</summary>
internal static class NoMemfd
{
    internal static int Run(string[] args)
    {
        Libc.Deny(Libc.MemfdCreate);
        var report = GreenShim.PatchAll();
        Console.WriteLine($"patched {report.Count(PatchState.Patched) > 20}");
        var order = new List<string>();
        var threads = new Thread[3];
        for (var i = 0; i < threads.Length; i++)
        {
            var milliseconds = (3 - i) * 40;
            threads[i] = new Thread(() =>
            {
                Thread.Sleep(milliseconds);
                lock (order)
                {
                    order.Add($"slept {milliseconds}");
                    Monitor.PulseAll(order);
                }
            });
            threads[i].Start();
        }

        lock (order)
        {
            while (order.Count < threads.Length)
            {
                Monitor.Wait(order);
            }
        }

        order.ForEach(Console.WriteLine);
        Engine.Require(GreenShim.Verify().Count == 0, "drifts");
        return 0;
    }
}

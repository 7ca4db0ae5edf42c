namespace SyncHost;

/// <summary>As many pulses as items, as many items as waits that end: a pulse that wakes nobody although somebody waits stops the count.</summary>
internal static class MonitorCounts
{
    internal static string? Run(int seconds, int greens, int natives)
    {
        object gate = new();
        int items = 0;
        long put = 0;
        long got = 0;
        Crew crew = new(greens, natives, (crew, id) =>
        {
            bool puts = id % 3 == 0;
            while (!crew.Stops)
            {
                lock (gate)
                {
                    crew.Doing(id, puts ? "putting" : "taking");
                    while (!crew.Stops && (puts ? items > 4 : items == 0))
                    {
                        // With a limit once in a while: those leave the queue by themselves. A waiter that gave up for no reason
                        // would not be noticed, so most wait without one.
                        if (crew.Progress[id] % 7 == 0)
                        {
                            Monitor.Wait(gate, 1);
                        }
                        else
                        {
                            Monitor.Wait(gate);
                        }
                    }

                    if (crew.Stops)
                    {
                        break;
                    }

                    items += puts ? 1 : -1;
                    put += puts ? 1 : 0;
                    got += puts ? 0 : 1;

                    // Two, because waiters of both sorts stand in one queue.
                    Monitor.Pulse(gate);
                    Monitor.PulseAll(gate);
                }

                crew.Step(id);
            }
        });
        string? fault = crew.Run(seconds, null, 1, () =>
        {
            lock (gate)
            {
                Monitor.PulseAll(gate);
            }
        });
        Console.WriteLine($"put {put}, got {got}");
        return fault ?? (put - got == items ? null : "the count is wrong");
    }
}

namespace SyncHost;

/// <summary>
/// A few locks, taken in every way by green and native threads that also sleep, yield, wait and pulse inside, time out and are
/// interrupted. Two in a lock at once, or one that gets no further, is a fault.
/// </summary>
internal static class LockTorture
{
    internal static string? Run(int seconds, int seed, int greens, int natives)
    {
        object[] locks = [new(), new(), new()];
        int[] owners = new int[locks.Length];
        Crew crew = new(greens, natives, (crew, id) =>
        {
            Random random = new((seed * 1000) + id);
            while (!crew.Stops)
            {
                Round(crew, id, random, locks, owners);
            }
        });
        string? fault = crew.Run(seconds, thread => thread.Interrupt(), seed);
        Console.WriteLine($"rounds {crew.Progress.Sum()}, fewest {crew.Progress.Min()}");
        return fault;
    }

    private static void Round(Crew crew, int id, Random random, object[] locks, int[] owners)
    {
        int which = random.Next(locks.Length);
        object target = locks[which];
        bool taken = false;
        try
        {
            Take(crew, id, random, target, ref taken);
            if (taken)
            {
                Own(crew, owners, which, id);
                Use(crew, id, random, target, owners, which);
            }

            if (random.Next(16) == 0)
            {
                Thread.Yield();
            }
        }
        catch (ThreadInterruptedException)
        {
            // What it was doing was undone: the checks in the finally block say so.
        }
        finally
        {
            if (taken)
            {
                if (!Monitor.IsEntered(target) || Interlocked.CompareExchange(ref owners[which], 0, id + 1) != id + 1)
                {
                    crew.Fail("the lock was lost while it was held");
                }

                Monitor.Exit(target);
            }
        }

        crew.Step(id);
    }

    private static void Take(Crew crew, int id, Random random, object target, ref bool taken)
    {
        switch (random.Next(10))
        {
            case < 6:
                crew.Doing(id, "Enter");
                Monitor.Enter(target, ref taken);
                break;
            case < 9:
                crew.Doing(id, "TryEnter with a limit");
                Monitor.TryEnter(target, random.Next(4), ref taken);
                break;
            default:
                crew.Doing(id, "TryEnter");
                Monitor.TryEnter(target, ref taken);
                break;
        }
    }

    private static void Use(Crew crew, int id, Random random, object target, int[] owners, int which)
    {
        crew.Doing(id, "holding");
        switch (random.Next(64))
        {
            case 0:
                Thread.Sleep(random.Next(2));
                break;
            case < 8:
                Thread.Yield();
                break;
            case < 10:
                Wait(crew, id, random, target, owners, which);
                break;
            case < 14:
                Monitor.Pulse(target);
                break;
            case 14:
                Monitor.PulseAll(target);
                break;
            case 15:
                GC.KeepAlive(new byte[random.Next(100_000)]);
                break;
            case < 24:
                lock (target)
                {
                    crew.Doing(id, "holding twice");
                }

                break;
        }
    }

    private static void Wait(Crew crew, int id, Random random, object target, int[] owners, int which)
    {
        crew.Doing(id, "Wait");
        Volatile.Write(ref owners[which], 0);
        bool isDeep = random.Next(2) == 0;
        if (isDeep)
        {
            Monitor.Enter(target);
        }

        try
        {
            Monitor.Wait(target, random.Next(3));
        }
        finally
        {
            if (isDeep)
            {
                Monitor.Exit(target);
            }

            Own(crew, owners, which, id);
        }
    }

    private static void Own(Crew crew, int[] owners, int which, int id)
    {
        if (Interlocked.CompareExchange(ref owners[which], id + 1, 0) != 0)
        {
            crew.Fail("two threads are in the lock");
        }
    }
}

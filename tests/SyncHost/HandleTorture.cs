namespace SyncHost;

/// <summary>Wait handles between green and native threads.</summary>
internal static class HandleTorture
{
    /// <summary>One signal goes round in a ring of auto-reset events. If it is lost, everybody stands still; if it doubles, two run.</summary>
    internal static string? Ring(int seconds, int greens, int natives)
    {
        int count = greens + natives;
        AutoResetEvent[] events = new AutoResetEvent[count];
        for (int i = 0; i < count; i++)
        {
            events[i] = new AutoResetEvent(i == 0);
        }

        int running = 0;
        Crew crew = new(greens, natives, (crew, id) =>
        {
            // Neighbours in the ring are of both kinds.
            int place = id * 4 % count;
            while (!crew.Stops)
            {
                crew.Doing(id, "waiting in the ring");
                events[place].WaitOne();
                if (crew.Stops)
                {
                    break;
                }

                if (Interlocked.Increment(ref running) != 1)
                {
                    crew.Fail("two threads have the only signal");
                }

                Interlocked.Decrement(ref running);
                crew.Step(id);
                events[(place + 1) % count].Set();
            }
        });
        string? fault = count % 2 == 0 ? "the ring needs an odd count" : crew.Run(seconds, null, 1, () => Array.ForEach(events, e => e.Set()));
        Console.WriteLine($"signals {crew.Progress.Sum()}");
        return fault;
    }

    /// <summary>Tokens in semaphores, taken singly and by WaitAny, with limits and interruptions. At the end all of them are there.</summary>
    internal static string? Tokens(int seconds, int seed, int greens, int natives)
    {
        const int Tokens = 3;
        Semaphore[] pools = [new(Tokens, Tokens), new(Tokens, Tokens)];
        int[] held = new int[pools.Length];
        Crew crew = new(greens, natives, (crew, id) =>
        {
            Random random = new((seed * 1000) + id);
            while (!crew.Stops)
            {
                int pool = -1;
                try
                {
                    crew.Doing(id, "taking a token");
                    pool = TakeToken(random, pools);
                    if (pool >= 0)
                    {
                        if (Interlocked.Increment(ref held[pool]) > Tokens)
                        {
                            crew.Fail("more tokens are held than there are");
                        }

                        if (random.Next(4) == 0)
                        {
                            Thread.Yield();
                        }
                    }
                }
                catch (ThreadInterruptedException)
                {
                    crew.Doing(id, "interrupted");
                }

                if (pool >= 0)
                {
                    Interlocked.Decrement(ref held[pool]);
                    pools[pool].Release();
                }

                crew.Step(id);
            }
        });
        string? fault = crew.Run(seconds, thread => thread.Interrupt(), seed);
        Console.WriteLine($"rounds {crew.Progress.Sum()}, fewest {crew.Progress.Min()}");
        foreach (Semaphore pool in pools)
        {
            for (int i = 0; i < Tokens; i++)
            {
                fault ??= pool.WaitOne(0) ? null : "a token was lost";
            }

            fault ??= pool.WaitOne(0) ? "a token was made" : null;
        }

        return fault;
    }

    /// <summary>Mutexes exclude, also when taken by WaitAll and WaitAny, and when their owner ends without releasing.</summary>
    internal static string? Mutexes(int seconds, int seed, int greens, int natives)
    {
        Mutex[] mutexes = [new(), new()];
        int[] owners = new int[mutexes.Length];
        Crew crew = new(greens, natives, (crew, id) =>
        {
            Random random = new((seed * 1000) + id);
            while (!crew.Stops)
            {
                crew.Doing(id, "taking a mutex");
                int first = random.Next(mutexes.Length);
                int taken = random.Next(3) switch
                {
                    0 => mutexes[first].WaitOne(random.Next(1, 20)) ? 1 << first : 0,
                    1 => WaitHandle.WaitAll(mutexes, random.Next(1, 20)) ? 3 : 0,
                    _ => WaitHandle.WaitAny(mutexes) + 1,
                };
                for (int i = 0; i < mutexes.Length; i++)
                {
                    if ((taken >> i & 1) != 0)
                    {
                        if (Interlocked.CompareExchange(ref owners[i], id + 1, 0) != 0)
                        {
                            crew.Fail("two threads own a mutex");
                        }

                        if (random.Next(8) == 0)
                        {
                            Thread.Yield();
                        }

                        Volatile.Write(ref owners[i], 0);
                        mutexes[i].ReleaseMutex();
                    }
                }

                crew.Step(id);
            }
        });
        string? fault = crew.Run(seconds, null, seed);
        Console.WriteLine($"rounds {crew.Progress.Sum()}, fewest {crew.Progress.Min()}");
        return fault;
    }

    private static int TakeToken(Random random, Semaphore[] pools)
    {
        int pool = random.Next(pools.Length);
        switch (random.Next(3))
        {
            case 0:
                return pools[pool].WaitOne(random.Next(3)) ? pool : -1;
            case 1:
                return pools[pool].WaitOne() ? pool : -1;
            default:
                int any = WaitHandle.WaitAny(pools, random.Next(1, 3));
                return any == WaitHandle.WaitTimeout ? -1 : any;
        }
    }
}

using System.Runtime.InteropServices;
using Shim.Green;
using Shim.Green.Switching;

namespace GreenHost;

/// <summary>What native code keeps for a thread belongs to the green thread, on whatever carrier.</summary>
internal static unsafe class NativeIdentityScenarios
{
    private const int Recursive = 1, Robust = 1, Busy = 16, TlsModule = 9;

    // More than glibc has room for in its thread control block (32), and than the switcher always copies (16).
    private const int Keys = 80;

    // glibc makes a thread's table with room for 14 more modules.
    private const int Libraries = 40;

    private const int Table = GlibcLayout.Vector, RobustList = GlibcLayout.RobustHead;

    // A mutex is in the list by the address of its __data.__list.__next (bits/struct_mutex.h).
    private const int NextInMutex = 32;

    private static nint s_before;
    private static int s_atExit;
    private static int s_atOtherExit;

    /// <summary>Taken when there was no hub: a program that makes sure to be the only one does so first thing.</summary>
    public static void A_robust_mutex_from_before_the_hub_stays_where_it_is()
    {
        Check.Equal(*(nint*)(OwnBlock + RobustList) & ~1, s_before + NextInMutex);
        Check.Equal(*(nint*)(s_before + NextInMutex), OwnBlock + RobustList);
        Check.Equal(Natively.Unlock((void*)s_before), 0);
        Check.Equal(*(nint*)(OwnBlock + RobustList), OwnBlock + RobustList);
    }

    internal static void TakeBefore()
    {
        s_before = (nint)NewMutex(0, isRobust: true);
        Check.Equal(Natively.Lock((void*)s_before), 0);
    }

    public static void A_recursive_mutex_is_entered_again_by_its_holder_only()
    {
        void* mutex = NewMutex(Recursive, isRobust: false);
        GreenThread holder = GreenThread.Spawn(() =>
        {
            Check.Equal(Natively.Lock(mutex), 0);
            for (int i = 0; i < 20; i++)
            {
                Move(i);
                Check.Equal(Natively.TryLock(mutex), 0);
                Check.Equal(Natively.Unlock(mutex), 0);
            }

            Check.Equal(Natively.Unlock(mutex), 0);
        });
        GreenThread other = GreenThread.Spawn(() =>
        {
            int busy = 0;
            int got;
            while ((got = Natively.TryLock(mutex)) == Busy)
            {
                busy++;
                GreenThread.Yield();
            }

            Check.Equal(got, 0);
            Check.Equal(Natively.Unlock(mutex), 0);
            Check.That(busy > 0);
        });
        holder.Join();
        other.Join();
    }

    public static void Each_has_its_own_values_of_all_keys()
    {
        uint[] keys = new uint[Keys];
        foreach (ref uint key in keys.AsSpan())
        {
            Check.Equal(Natively.CreateKey(out key, null), 0);
        }

        Crowd(40, me =>
        {
            // Some have values in the first keys only, as most threads do.
            int count = me % 3 == 0 ? Keys : me % 3 == 1 ? 20 : 3;
            for (int round = 0; round < 10; round++)
            {
                for (int i = 0; i < count; i++)
                {
                    Check.Equal(Natively.SetValue(keys[i], Value(me, round, i)), 0);
                }

                Move(me + round);
                for (int i = 0; i < Keys; i++)
                {
                    Check.Equal(Natively.GetValue(keys[i]), i < count ? Value(me, round, i) : 0);
                }
            }

            static nint Value(int me, int round, int key) => ((nint)me << 32) | (nint)((round << 16) | (key + 1));
        });
    }

    /// <summary>Libraries that come while green threads run, so many that glibc needs a bigger table for each thread.</summary>
    public static void Each_has_its_own_variables_of_libraries_that_come_late()
    {
        string folder = Directory.CreateTempSubdirectory("greenhost-").FullName;
        nuint[] modules = new nuint[Libraries];
        int loaded = 0;
        try
        {
            Crowd(20, me =>
            {
                for (int round = 0; round < Libraries; round++)
                {
                    if (me == 0)
                    {
                        string path = Path.Combine(folder, $"libtls{round}.so");
                        File.WriteAllBytes(path, TlsLibrary.Image());
                        nuint module = 0;
                        Check.Equal(Natively.GetInfo(NativeLibrary.Load(path), TlsModule, &module), 0);
                        modules[round] = module;
                        Volatile.Write(ref loaded, round + 1);
                    }

                    int count = Volatile.Read(ref loaded);
                    for (int i = 0; i < count; i++)
                    {
                        long* variable = Variable(modules[i]);
                        Check.That(*variable == 0 || *variable == me + 1);
                        *variable = me + 1;
                    }

                    Move(me + round);
                    for (int i = 0; i < count; i++)
                    {
                        Check.Equal(*Variable(modules[i]), me + 1);
                    }

                    GreenThread.Current!.SettleNativeLocks();

                    // The sleeping OS thread may have to run a signal's handler: its block must not point to a table that was freed.
                    Check.Equal(*(nint*)(OwnBlock + Table), *(nint*)(Natively.Self() + Table));
                }
            });
            Check.Equal(loaded, Libraries);
            GC.Collect();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        static long* Variable(nuint module)
        {
            nuint* index = stackalloc nuint[2];
            index[0] = module;
            index[1] = 0;
            return Natively.ThreadLocal(index);
        }
    }

    /// <summary>Destructors of thread-local objects run when the green thread's own OS thread ends, on it: not on the carrier.</summary>
    public static void Destructors_run_on_its_own_os_thread()
    {
        const int threads = 10;
        Thread[] all = new Thread[threads];
        for (int i = 0; i < threads; i++)
        {
            int me = i;
            all[i] = new Thread(() =>
            {
                int own = Natively.ThreadId();
                Hub.Default.RunEnlisted(new GreenThread(Hub.Default, Thread.CurrentThread), _ =>
                {
                    Move(me);
                    Check.Equal(Natively.AtThreadExit(&AtExit, own, 0), 0);
                    Move(me + 1);
                }, null);
            });
            all[i].Start();
        }

        foreach (Thread thread in all)
        {
            thread.Join();
        }

        for (int i = 0; i < 1000 && Volatile.Read(ref s_atExit) < threads; i++)
        {
            GreenThread.Sleep(TimeSpan.FromMilliseconds(5));
        }

        Check.Equal(s_atExit, threads);
        Check.Equal(s_atOtherExit, 0);

        [UnmanagedCallersOnly]
        static void AtExit(nint own)
        {
            Interlocked.Increment(ref Natively.ThreadId() == (int)own ? ref s_atExit : ref s_atOtherExit);
        }
    }

    /// <summary>Their list, in which each is linked to its neighbours, follows the green thread; a broken one is found by the locks after.</summary>
    public static void Robust_mutexes_are_taken_on_one_carrier_and_given_back_on_another()
    {
        Crowd(30, me =>
        {
            nint[] mutexes = new nint[5];
            foreach (ref nint mutex in mutexes.AsSpan())
            {
                mutex = (nint)NewMutex(0, isRobust: true);
            }

            for (int round = 0; round < 20; round++)
            {
                for (int i = 0; i < mutexes.Length; i++)
                {
                    Check.Equal(Natively.Lock((void*)mutexes[i]), 0);
                    Move(me + round + i);
                    GreenThread.Current!.SettleNativeLocks();
                    Check.Equal(*(nint*)(OwnBlock + RobustList) & ~1, mutexes[i] + NextInMutex);
                }

                for (int i = 0; i < mutexes.Length; i++)
                {
                    // In another order each time, so that first, last and middle ones leave the list.
                    Check.Equal(Natively.Unlock((void*)mutexes[((i * 2) + round) % mutexes.Length]), 0);
                    Move(me + i);
                }
            }
        });
    }

    /// <summary>glibc has every OS thread of the process change its own, and waits for all of them: the sleeping ones, the carriers, the caller.</summary>
    public static void The_process_can_give_up_its_rights()
    {
        bool stop = false;
        GreenThread[] sleepers = [.. Enumerable.Range(0, 20).Select(_ => GreenThread.Spawn(() =>
        {
            while (!stop)
            {
                GreenThread.Sleep(TimeSpan.FromMilliseconds(1));
            }
        }))];
        GreenThread late = GreenThread.Spawn(() =>
        {
            using (BlockingRegion.Enter())
            {
                Natively.Sleep(300_000);
            }
        });
        for (int i = 0; i < 20; i++)
        {
            GreenThread.Spawn(() => Check.Equal(Natively.SetGroup(Natively.GetGroup()), 0)).Join();
        }

        Thread native = new(() => Check.Equal(Natively.SetGroup(Natively.GetGroup()), 0));
        native.Start();
        while (native.IsAlive)
        {
            GreenThread.Sleep(TimeSpan.FromMilliseconds(1));
        }

        late.Join();
        stop = true;
        foreach (GreenThread sleeper in sleepers)
        {
            sleeper.Join();
        }
    }

    // The block of the OS thread that the green thread was started on.
    private static nint OwnBlock => GreenThread.Current!.Context->FsBase is var own && own != 0 ? (nint)own : Natively.Self();

    // Lets others run; now and then after the watchdog has taken the role away, so that it goes on on another carrier.
    private static void Move(int turn)
    {
        if (turn % 17 == 0)
        {
            using (BlockingRegion.Enter())
            {
                Natively.Sleep(500);
            }
        }

        GreenThread.Yield();
    }

    private static void Crowd(int count, Action<int> body)
    {
        GreenThread[] threads = [.. Enumerable.Range(0, count).Select(i => GreenThread.Spawn(() => body(i)))];
        foreach (GreenThread thread in threads)
        {
            thread.Join();
        }
    }

    private static void* NewMutex(int type, bool isRobust)
    {
        // pthread_mutex_t has 40 bytes, pthread_mutexattr_t 4 (bits/pthreadtypes-arch.h).
        void* mutex = NativeMemory.AlignedAlloc(64, 64);
        int kind = 0;
        Check.Equal(Natively.InitializeKind(&kind), 0);
        Check.Equal(Natively.SetType(&kind, type), 0);
        Check.Equal(Natively.MakeRobust(&kind, isRobust ? Robust : 0), 0);
        Check.Equal(Natively.InitializeMutex(mutex, &kind), 0);
        return mutex;
    }
}

using System.Diagnostics;
using System.Runtime.InteropServices;
using Shim.Green.Interop;
using Shim.Green.Switching;

namespace Shim.Green;

/// <summary>
/// Takes the role from a carrier that has been in one green thread's own code for too long: it blocks in the kernel, or burns CPU.
/// Without it an unpatched native call would freeze all others, and <c>Main</c> could not return while foreground threads run (the
/// runtime waits for them natively). Go's sysmon retakes processors in the same way.
/// </summary>
internal sealed unsafe class Watchdog
{
    // Where green threads block in the kernel, one after the other, each is found out this soon until none has for a while. (Go's sysmon looks every 20 us while it
    // finds something to do, and ever more rarely otherwise: sysmon in src/runtime/proc.go.)
    private const long EagerLimit = 1_000_000;
    private const long EagerFor = 100_000_000;

    private readonly Hub _hub;
    private readonly long _limit;
    private readonly bool _isStrict;
    private readonly int* _resting = (int*)NativeMemory.AllocZeroed(sizeof(int));

    // The native mutex that the carrier waited for at the last look.
    private long _awaited;

    internal Watchdog(Hub hub)
    {
        _hub = hub;
        _limit = hub.Options.WatchdogMilliseconds * 1_000_000L;
        _isStrict = hub.Options.IsStrict;
    }

    /// <summary>To be called when the hub runs.</summary>
    internal void Start() => new Thread(Run, maxStackSize: 256 * 1024) { IsBackground = true, Name = "GreenShim watchdog" }.UnsafeStart();

    /// <summary>The green thread that runs <c>Main</c>.</summary>
    internal GreenThread? MainThread { get; set; }

    /// <summary>
    /// Whether it is Main that the carrier is in, and Main is over: the runtime makes its thread a background thread before it waits for the others (vm/threads.cpp,
    /// ThreadStore::WaitForOtherThreads).
    /// </summary>
    internal bool IsHeldByEndOfMain(Carrier* carrier) => MainThread is { Thread.IsBackground: true, IsParked: false } main && main.Context->Carrier == carrier;

    /// <summary>The hub comes round: a resting watchdog gets up.</summary>
    internal void NoteRound()
    {
        if (Volatile.Read(ref *_resting) != 0)
        {
            Volatile.Write(ref *_resting, 0);
            Libc.FutexWake(_resting);
        }
    }

    private void Run()
    {
        StartInBackground();

        // Here, as the kernel takes some 15 ms for it, which nobody needs to wait for.
        FutexTable.Widen();

        // Their first use loads and compiles, for which the runtime takes locks; not while somebody waits for one.
        _ = NativeMutex.AwaitedBy(Libc.GetTid());
        _ = KernelSleep.Sleeps(Libc.GetTid());
        Carrier* carrier = null;
        long ticks = 0, rounds = 0, since = 0, eagerUntil = 0;
        while (true)
        {
            bool isEager = since < eagerUntil;
            Libc.FutexWait(_resting, 0, (isEager ? Math.Min(EagerLimit, _limit) : _limit) / 2);
            Carrier* active = _hub.ActiveCarrier;
            int state = Volatile.Read(ref active->State);
            long now = Stopwatch.GetTimestamp();
            if (active != carrier || active->Ticks != ticks || _hub.Rounds != rounds)
            {
                carrier = active;
                ticks = active->Ticks;
                rounds = _hub.Rounds;
                since = now;
                _awaited = 0;
            }
            else if (state == Carrier.User)
            {
                bool isLate = now - since >= (_hub.HasSends ? _limit / 2 : _limit);
                if ((isLate || (isEager && now - since >= EagerLimit)) && TakeFrom(active, isLate))
                {
                    eagerUntil = now + EagerFor;
                }
            }
            else if (state == Carrier.Scheduling)
            {
                Rest();
            }
        }
    }

    // On a thread of its own, with a stack like any other: it may come to code of the program's, which may wait for anything.
    private void StartInBackground()
    {
        if (_hub.Options.InBackground is not { } work)
        {
            return;
        }

        try
        {
            new Thread(work.Invoke) { IsBackground = true, Name = "GreenShim background" }.UnsafeStart();
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
        {
            // Then it is done when somebody needs it.
        }
    }

    // True when it was taken from one that sleeps in the kernel; who computes, or is in a lock of the runtime's own, is given its time.
    private bool TakeFrom(Carrier* active, bool isLate)
    {
        if (!MayTake(active, out bool isForRuntime))
        {
            return false;
        }

        bool isAsleep = !_isStrict && KernelSleep.Sleeps(Volatile.Read(ref active->Tid));
        return (isLate || isAsleep) && _hub.TakeRole(active, isForRuntime) && isAsleep;
    }

    // In strict mode only what can never end by itself counts: the end of Main, and a lock of the runtime's own that a parked green thread may hold.
    private bool MayTake(Carrier* active, out bool isForRuntime)
    {
        isForRuntime = false;
        if (_hub.Statistics.Live <= 1 && !_hub.Loop.IsWoken)
        {
            return false; // nobody waits for it, and no handler of a signal or caller of the loop's thread
        }

        return !_isStrict
            || (isForRuntime = IsHeldByEndOfMain(active) || AwaitsMutexStill(active));
    }

    // Seen twice, or one that is held for a moment, as malloc's, would do; it is gone before the carrier is taken.
    private bool AwaitsMutexStill(Carrier* active)
    {
        long before = _awaited;
        _awaited = NativeMutex.AwaitedBy(Volatile.Read(ref active->Tid));
        return _awaited != 0 && _awaited == before;
    }

    // While the hub sleeps in its poll; it wakes us when it comes round. One that was only kept from its processor between two green threads would not.
    private void Rest()
    {
        Interlocked.Exchange(ref *_resting, 1);
        if (!_hub.IsInRound)
        {
            Libc.FutexWait(_resting, 1);
        }

        Volatile.Write(ref *_resting, 0);
    }
}

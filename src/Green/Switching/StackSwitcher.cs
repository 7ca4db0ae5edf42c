using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Shim.Green.Interop;

namespace Shim.Green.Switching;

/// <summary>
/// Switches real CLR threads in user space: a green thread's OS thread sleeps for good on a small side stack and lends its stack and
/// TLS to the carrier, which exchanges registers and stack pointer, and the FS base or what it points to. docs/green-threads.md explains why the runtime bears it.
/// </summary>
/// <remarks>
/// What is dangerous, besides the notes of <see cref="SwitchCode"/>:
/// (a) glibc reuses thread control blocks. The slot at FS:0x280 is cleared before a thread goes home, or the next thread on that block
///     would answer gettid() with a dead tid.
/// (b) The tid in struct pthread stays the thread's own, so that native mutexes which compare it tell green threads apart; a green thread
///     may park while it holds one (inside a class constructor, say), and give it back on another carrier.
/// (c) A parked OS thread must take SIGRTMIN (one may be in flight), and glibc's own for setuid and its like, which waits for all threads, but no
///     other signal: handlers of process-directed signals would run under a TLS that the carrier is using.
/// (d) System.Threading.Lock tells threads apart by a number of its own, the kernel's tid, which each thread asks for at its first lock
///     (System.Private.CoreLib, Lock.ThreadId.InitializeForCurrentThread). On a carrier that would be the carrier's, the same for all
///     green threads that it runs: each would take the lock that another holds for its own. So each asks before it is lent out.
/// (e) Mutexes with priority inheritance are the kernel's, which knows the carrier only: a green thread must not hold one over a switch.
/// </remarks>
internal sealed unsafe class StackSwitcher : Switcher
{
    private static readonly ParkStacks Stacks = new();
    private static readonly Lock AnyLock = new();

    // All signals but those two, bit n-1 for signal n: trap (c). Native memory, since the machine code reads it.
    private static readonly ulong* ParkMask = AllocateMask();

    private readonly delegate* unmanaged<ulong> _getFs;
    private readonly delegate* unmanaged<Context*, Context*, void> _switch;
    private readonly SwitchRoutines _routines;
    private readonly bool _exchanges;
    private CarrierThread? _idle;
    private CarrierThread? _all;
    private SpinGate _gate;

    /// <param name="code">The routines.</param>
    /// <param name="exchanges">Whether the TLS is exchanged, not the FS base changed.</param>
    internal StackSwitcher(SwitchCode code, bool exchanges)
    {
        _routines = exchanges ? code.ByExchange! : code.ByFsBase;
        _exchanges = exchanges;
        _switch = _routines.Switch;
        _getFs = code.GetFs;
    }

    internal override string Name => _exchanges ? "stack-tls" : "stack-fs";

    internal override int HotContextSize => _exchanges ? TlsExchangeCode.HotContextSize : sizeof(Context);

    internal override int CarrierCount
    {
        get
        {
            int count = 0;
            _gate.Enter();
            for (CarrierThread? carrier = _all; carrier is not null; carrier = carrier.NextOfAll)
            {
                count += carrier.HasHadRole ? 1 : 0;
            }

            _gate.Exit();
            return count;
        }
    }

    internal override long SwitchCount
    {
        get
        {
            long count = 0;
            _gate.Enter();
            for (CarrierThread? carrier = _all; carrier is not null; carrier = carrier.NextOfAll)
            {
                count += carrier.Record->Ticks;
            }

            _gate.Exit();
            return count;
        }
    }

    internal override Context* CreateContext() => Create(needsParkStack: true);

    /// <summary>The context of the calling thread, a carrier, which is never lent to another.</summary>
    /// <exception cref="OutOfMemoryException">No memory for it.</exception>
    internal Context* CreateBase() => Create(needsParkStack: false);

    private Context* Create(bool needsParkStack)
    {
        ulong fs = _getFs();
        if (!GlibcLayout.IsFree(fs) || (_exchanges && !GlibcLayout.IsOwn(fs)))
        {
            throw new PlatformNotSupportedException("This thread's control block does not look as the stack switcher expects.");
        }

        IdentifyForLocks();

        // Before anybody knows of the context: what can fail must fail here.
        ulong parkStack = needsParkStack ? Stacks.Rent() : 0;
        Context* context = (Context*)NativeMemory.AlignedAlloc((nuint)_routines.ContextSize, 64);
        NativeMemory.Clear(context, (nuint)_routines.ContextSize);
        context->FsBase = fs;
        context->ParkStack = parkStack;
        context->OwnTid = Libc.GetTid();
        if (_exchanges)
        {
            context->StackBlock = *(ulong*)(fs + GlibcLayout.StackBlock);
            context->StackSize = *(ulong*)(fs + GlibcLayout.StackSize);
        }

        *(ulong*)(fs + GlibcLayout.FreeSlot) = (ulong)context;
        return context;
    }

    internal override void Enlist(Context* self) => _routines.Enlist(self, ParkMask);

    internal override void AwaitParked(Context* context)
    {
        // The OS thread has a few dozen instructions left, unless it was preempted.
        for (int spins = 0; Volatile.Read(ref context->Parked) == 0; spins++)
        {
            if (spins > 50)
            {
                StepBack.Once(spins - 51);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal override void Switch(Context* from, Context* to) => _switch(from, to);

    internal override void Settle(Context* self)
    {
        // Out and in again.
        if (_exchanges)
        {
            _switch(self, self);
        }
    }

    internal override void SendHome(Context* context)
    {
        *(ulong*)(context->FsBase + GlibcLayout.FreeSlot) = 0;
        Volatile.Write(ref context->Go, 1);
        Libc.FutexWake(&context->Go);
    }

    internal override void FreeContext(Context* context)
    {
        Stacks.Return(context->ParkStack);
        NativeMemory.AlignedFree(context);
    }

    /// <summary>Frees the context of a thread that was never enlisted, but switched from: it is on its own OS thread.</summary>
    internal void Release(Context* context)
    {
        *(ulong*)(context->FsBase + GlibcLayout.FreeSlot) = 0;
        FreeContext(context);
    }

    internal override Carrier* RentSpare()
    {
        _gate.Enter();
        CarrierThread? spare = _idle;
        _idle = spare?.NextIdle;
        _gate.Exit();

        // As many as there are green threads that block natively or compute at once: no more than the threads that they would be on stock.
        spare ??= TryAddCarrier();
        return spare is null ? null : spare.Record;
    }

    internal override void ReturnSpare(Carrier* spare) => PutIdle(CarrierThread.Of(spare));

    internal override void GiveRole(Carrier* spare, Context* hub)
    {
        hub->Carrier = spare;
        CarrierThread.Of(spare).GiveRole(hub);

        // One in reserve, when nobody has to wait for it any more: where the system has no more threads, Main could not return while others run, nor one of them
        // block, and nobody would end and make room.
        if (Volatile.Read(ref _idle) is null && TryAddCarrier() is { } reserve)
        {
            PutIdle(reserve);
        }
    }

    internal override void Reenlist(Context* self, Action<object> ready, object state) => CarrierThread.Of(self->Carrier).Leave(self, ready, state);

    internal void PutIdle(CarrierThread carrier)
    {
        _gate.Enter();
        carrier.NextIdle = _idle;
        _idle = carrier;
        _gate.Exit();
    }

    // Trap (d). The attempt alone does it, whether the lock is free or not.
    private static void IdentifyForLocks()
    {
        if (AnyLock.TryEnter())
        {
            AnyLock.Exit();
        }
    }

    private CarrierThread? TryAddCarrier()
    {
        if (CarrierThread.TryCreate(this) is not { } carrier)
        {
            return null;
        }

        _gate.Enter();
        carrier.NextOfAll = _all;
        _all = carrier;
        _gate.Exit();
        return carrier;
    }

    private static ulong* AllocateMask()
    {
        ulong* mask = (ulong*)NativeMemory.Alloc(sizeof(ulong));
        *mask = ~((1UL << (StackSwitching.ActivationSignal - 1)) | (1UL << (StackSwitching.CredentialsSignal - 1)));
        return mask;
    }
}

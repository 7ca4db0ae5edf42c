using System.Runtime.InteropServices;
using Shim.Green.Interop;

namespace Shim.Green.Switching;

/// <summary>
/// The fallback that needs nothing but futexes: every green thread keeps its OS thread and sleeps in the kernel until it is handed
/// the right to run. A switch costs two system calls and a kernel context switch. Carriers are records only.
/// </summary>
internal sealed unsafe class ThreadSwitcher : Switcher
{
    private Carrier* _idle;
    private Carrier* _all;
    private int _count;
    private SpinGate _gate;

    internal override string Name => "thread";

    internal override int HotContextSize => 0;

    internal override int CarrierCount => _count;

    internal override long SwitchCount
    {
        get
        {
            long count = 0;
            _gate.Enter();
            for (Carrier* carrier = _all; carrier is not null; carrier = carrier->NextOfAll)
            {
                count += carrier->Ticks;
            }

            _gate.Exit();
            return count;
        }
    }

    internal override Context* CreateContext()
    {
        Context* context = (Context*)NativeMemory.AlignedAlloc((nuint)sizeof(Context), 64);
        *context = default;
        context->OwnTid = Libc.GetTid();
        return context;
    }

    internal override void Enlist(Context* self)
    {
        Volatile.Write(ref self->Parked, 1);
        Wait(self);
    }

    // The right to run is a futex word, so it may be given before the thread sleeps on it.
    internal override void AwaitParked(Context* context)
    {
    }

    internal override void Switch(Context* from, Context* to)
    {
        Give(to, from->Carrier);
        Wait(from);
    }

    internal override void Settle(Context* self)
    {
    }

    internal override void SendHome(Context* context) => Give(context, null);

    internal override void FreeContext(Context* context) => NativeMemory.AlignedFree(context);

    internal override Carrier* RentSpare()
    {
        _gate.Enter();
        Carrier* carrier = _idle;
        _idle = carrier is null ? null : carrier->NextIdle;
        _gate.Exit();
        return carrier is null ? AddCarrier() : carrier;
    }

    internal override void ReturnSpare(Carrier* spare)
    {
        _gate.Enter();
        spare->NextIdle = _idle;
        _idle = spare;
        _gate.Exit();
    }

    internal override void GiveRole(Carrier* spare, Context* hub)
    {
        Volatile.Write(ref spare->State, Carrier.Scheduling);
        Give(hub, spare);
    }

    internal override void Reenlist(Context* self, Action<object> ready, object state)
    {
        Carrier* carrier = self->Carrier;
        Volatile.Write(ref carrier->State, Carrier.Idle);
        ReturnSpare(carrier);
        ready(state);
        Wait(self);
    }

    private Carrier* AddCarrier()
    {
        Carrier* carrier = (Carrier*)NativeMemory.AlignedAlloc((nuint)sizeof(Carrier), 64);
        *carrier = default;
        _gate.Enter();
        carrier->NextOfAll = _all;
        _all = carrier;
        _count++;
        _gate.Exit();
        return carrier;
    }

    private static void Give(Context* to, Carrier* carrier)
    {
        to->Carrier = carrier;
        if (carrier is not null)
        {
            carrier->Tid = to->OwnTid;
        }

        Volatile.Write(ref to->Go, 1);
        Libc.FutexWake(&to->Go);
    }

    private static void Wait(Context* self)
    {
        while (Interlocked.Exchange(ref self->Go, 0) == 0)
        {
            Libc.FutexWait(&self->Go, 0);
        }
    }
}

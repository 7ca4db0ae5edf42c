using System.Runtime.InteropServices;
using Shim.Green.Interop;

namespace Shim.Green.Switching;

/// <summary>
/// One carrier of the stack switcher: an OS thread whose own (base) context does nothing but wait for the role, switch to the hub
/// when it has it, and put aside a green thread that comes back late.
/// </summary>
internal sealed unsafe class CarrierThread
{
    private const int Failed = -1;

    private readonly StackSwitcher _switcher;
    private Context* _base;
    private Context* _resume;
    private Action<object>? _departed;
    private object? _departedState;

    private CarrierThread(StackSwitcher switcher)
    {
        _switcher = switcher;
        Record = (Carrier*)NativeMemory.AlignedAlloc((nuint)sizeof(Carrier), 64);
        *Record = default;
        Record->Owner = GCHandle.ToIntPtr(GCHandle.Alloc(this));
    }

    internal Carrier* Record { get; }

    /// <summary>The next in a list that the switcher keeps, under its gate: no memory is to be needed there.</summary>
    internal CarrierThread? NextIdle { get; set; }

    /// <summary>The same, in that of all.</summary>
    internal CarrierThread? NextOfAll { get; set; }

    /// <summary>Whether it has done more than stand by.</summary>
    internal bool HasHadRole { get; private set; }

    /// <summary>The carrier whose record this is.</summary>
    internal static CarrierThread Of(Carrier* record) => (CarrierThread)GCHandle.FromIntPtr(record->Owner).Target!;

    /// <summary>Null when the system has no threads left, or no memory for one. Any thread, in any state.</summary>
    internal static CarrierThread? TryCreate(StackSwitcher switcher)
    {
        CarrierThread carrier;
        Action run;
        try
        {
            carrier = new CarrierThread(switcher);
            run = carrier.Run;
        }
        catch (OutOfMemoryException)
        {
            return null;
        }

        if (NativeThread.TryStart(run, stackSize: 256 * 1024))
        {
            // A futex and no event: the caller may be a green thread, whose wait on an event would be diverted to the hub.
            while (Volatile.Read(ref carrier.Record->Tid) == 0)
            {
                Libc.FutexWait(&carrier.Record->Tid, 0);
            }

            if (carrier.Record->Tid != Failed)
            {
                return carrier;
            }
        }

        carrier.Free();
        return null;
    }

    /// <summary>Gives the role to this idle carrier; from any thread.</summary>
    internal void GiveRole(Context* resume)
    {
        _resume = resume;
        HasHadRole = true;
        Volatile.Write(ref Record->Role, 1);
        Libc.FutexWake(&Record->Role);
    }

    /// <summary>Switches from a detached green thread to the base context, which will run <paramref name="ready"/> and go idle.</summary>
    internal void Leave(Context* green, Action<object> ready, object state)
    {
        _departed = ready;
        _departedState = state;
        _switcher.Switch(green, _base);
    }

    private void Free()
    {
        GCHandle.FromIntPtr(Record->Owner).Free();
        NativeMemory.AlignedFree(Record);
    }

    private void Run()
    {
        Thread.CurrentThread.Name = "GreenShim carrier";
        try
        {
            _base = _switcher.CreateBase();
        }
        catch (Exception e) when (e is OutOfMemoryException or PlatformNotSupportedException)
        {
            // The record is the creator's again, who may free it before it has to be woken: the kernel takes an address where nothing is.
            Volatile.Write(ref Record->Tid, Failed);
            Libc.FutexWake(&Record->Tid);
            return;
        }

        TimeSlice.Shorten();
        CarrierSignalStack.Install(Record);
        _base->Carrier = Record;
        Record->Block = _base->FsBase;
        Volatile.Write(ref Record->Tid, Libc.GetTid());
        Libc.FutexWake(&Record->Tid);

        // Never returns: carriers live as long as the process.
        while (true)
        {
            while (Interlocked.Exchange(ref Record->Role, 0) == 0)
            {
                Libc.FutexWait(&Record->Role, 0);
            }

            Volatile.Write(ref Record->State, Carrier.Scheduling);
            _switcher.Switch(_base, _resume);

            // Only a green thread that ran detached here switches to the base. It is off its stack now, so that others may run it.
            Action<object> ready = _departed!;
            object state = _departedState!;
            _departed = null;
            _departedState = null;
            CarrierSignalStack.Restore(Record);
            Volatile.Write(ref Record->State, Carrier.Idle);
            _switcher.PutIdle(this);
            ready(state);
        }
    }
}

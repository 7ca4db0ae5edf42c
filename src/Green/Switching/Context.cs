using System.Runtime.InteropServices;

namespace Shim.Green.Switching;

/// <summary>
/// What a switcher needs to know of one green thread (or of a carrier's own base, or of the hub). Lives in native memory: the machine
/// code of <see cref="SwitchCode"/> and <see cref="TlsExchangeCode"/> addresses the fields by the offsets below, and the garbage collector never moves it.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 96)]
internal unsafe struct Context
{
    /// <summary>The stack pointer while switched out; callee-saved registers and the return address lie there.</summary>
    [FieldOffset(0)] internal ulong StackPointer;

    /// <summary>The FS base of the thread, its TLS: the same for life.</summary>
    [FieldOffset(8)] internal ulong FsBase;

    /// <summary>Top of the small stack on which the OS thread sleeps while its own stack is lent out.</summary>
    [FieldOffset(16)] internal ulong ParkStack;

    /// <summary>1 once the OS thread has left its stack; nobody may switch to the context before.</summary>
    [FieldOffset(24)] internal int Parked;

    /// <summary>Futex word. Stack switching: 1 sends the OS thread home. Thread switching: 1 gives it the right to run.</summary>
    [FieldOffset(28)] internal int Go;

    /// <summary>The kernel's id of the thread's own OS thread.</summary>
    [FieldOffset(32)] internal int OwnTid;

    /// <summary>The signal mask to put back when the OS thread goes home.</summary>
    [FieldOffset(40)] internal ulong SignalMask;

    /// <summary>The carrier that runs this context, or ran it last. Travels with the switch.</summary>
    [FieldOffset(48)] internal Carrier* Carrier;

    /// <summary>The next of those that wait to go home.</summary>
    [FieldOffset(56)] internal Context* NextHome;

    /// <summary>Exchange only: the thread's table of thread-local blocks (DTV), when switched out.</summary>
    [FieldOffset(64)] internal ulong Table;

    /// <summary>Exchange only: whether the thread ever set a value of pthread_setspecific.</summary>
    [FieldOffset(72)] internal byte KeysUsed;

    /// <summary>Whether somebody waits for the end of the thread itself. Set when it is switched out for the last time.</summary>
    [FieldOffset(73)] internal bool IsAwaited;

    /// <summary>Exchange only: whether one of the keys has a value that few threads have.</summary>
    [FieldOffset(76)] internal int HasMoreKeys;

    /// <summary>Exchange only: which stack the thread's control block says that it has.</summary>
    [FieldOffset(80)] internal ulong StackBlock;

    /// <summary>Exchange only: and how long that is.</summary>
    [FieldOffset(88)] internal ulong StackSize;
}

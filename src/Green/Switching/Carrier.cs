using System.Runtime.InteropServices;

namespace Shim.Green.Switching;

/// <summary>
/// The record of one carrier, in native memory for the same reasons as <see cref="Context"/>.
/// </summary>
/// <remarks>
/// <code>
///            switched in                     Enter (by the green thread)
///   Idle ───────────────► Scheduling ◄───────────────────────────────► User
///    ▲                                        Exit                       │ the watchdog, or BlockingRegion.Enter
///    └───────────────────────── Reenlist ──────────────── Detached ◄─────┘
/// </code>
/// Exactly one carrier of a hub is in Scheduling or User: it holds the role, and only it may touch the ready queue and the loop.
/// Every transition out of User is a compare-and-set, so that the green thread and the watchdog cannot both believe that they made it.
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = 64)]
internal unsafe struct Carrier
{
    /// <summary>Spare: its OS thread sleeps until it is given the role.</summary>
    internal const int Idle = 0;

    /// <summary>Holds the role and runs scheduler or loop code, or sleeps in the loop's poll.</summary>
    internal const int Scheduling = 1;

    /// <summary>Holds the role and runs a green thread's own code.</summary>
    internal const int User = 2;

    /// <summary>Runs a green thread's own code after the role was taken away.</summary>
    internal const int Detached = 3;

    /// <summary>The kernel's id of the OS thread that runs on it; <see cref="SwitchCode"/> reads it, and the watchdog.</summary>
    [FieldOffset(0)] internal int Tid;

    /// <summary>One of the states above.</summary>
    [FieldOffset(4)] internal int State;

    /// <summary>Futex word: 1 gives the role to an idle carrier.</summary>
    [FieldOffset(8)] internal int Role;

    /// <summary>The thread switcher's: the next one that is idle.</summary>
    [FieldOffset(16)] internal Carrier* NextIdle;

    /// <summary>Counts returns to user code; the watchdog compares two readings.</summary>
    [FieldOffset(24)] internal long Ticks;

    /// <summary>A handle to the managed <see cref="CarrierThread"/>, 0 where there is none.</summary>
    [FieldOffset(32)] internal nint Owner;

    /// <summary>The thread control block of that OS thread, 0 where nobody asks for it.</summary>
    [FieldOffset(40)] internal ulong Block;

    /// <summary>Where its signal stack begins, 0 where it is not ours: <see cref="CarrierSignalStack"/>.</summary>
    [FieldOffset(48)] internal nint SignalStack;

    /// <summary>The thread switcher's: the next one of all.</summary>
    [FieldOffset(56)] internal Carrier* NextOfAll;
}

using System.Runtime.CompilerServices;
using Shim.Green;

namespace Shim.Patching.Replacements.Waiting;

/// <summary>
/// One registration of one waiter. It belongs to its thread, which uses it again for its next wait; it is linked, unlinked and read
/// under the gate of its stripe only.
/// </summary>
internal sealed class WaitNode
{
    // Nanoseconds: so that a pair of threads that take turns as they should are disturbed a thousandth of the time at most.
    private const long StarvedAfter = 2_000_000;

    [ThreadStatic]
    private static WaitNode? t_native;

    private long _lastWait = -1;
    private int _lastHash;
    private long _comesBackSince;

    /// <param name="group">The wait for several things that it is a part of.</param>
    internal WaitNode(WaitGroup? group = null) => Group = group;

    /// <summary>Null for a wait on one thing that a waker can hand over.</summary>
    internal WaitGroup? Group { get; }

    /// <summary>Who waits; null for a native thread, which waits for <see cref="Signal"/>.</summary>
    internal GreenThread? Green { get; private set; }

    /// <summary>Which of the green thread's waits this is for.</summary>
    internal long Ticket { get; private set; }

    /// <summary>What wakes a native waiter.</summary>
    internal AutoResetEvent? Signal { get; private init; }

    /// <summary>What a waker does for it.</summary>
    internal WaitKind Kind { get; private set; }

    /// <summary>Once it was told to try, its signal is not offered to those behind it until it has.</summary>
    internal bool IsForOne { get; private set; }

    /// <summary>A waker took what it waits for, came too late, and put it back; the waiter offers it to the others.</summary>
    internal bool IsMissed { get; set; }

    /// <summary>
    /// It was woken before, again and again, and found what it was woken for taken: who wakes it now gives way to it.
    /// </summary>
    internal bool IsStarved { get; private set; }

    /// <summary>Set by the waker that ended the wait.</summary>
    internal bool IsWoken { get; private set; }

    /// <summary>Set by a waker that ended the wait and handed over what was waited for.</summary>
    internal bool IsGranted { get; private set; }

    internal WaitNode? Next { get; set; }

    internal WaitNode? Previous { get; set; }

    internal bool IsLinked { get; set; }

    /// <summary>
    /// The calling native thread's node for waits on one thing, with an event that is not set; for this wait alone, until it is <see cref="PutBack"/>. A
    /// synchronization context may do the wait, and run code that waits, too: that gets another.
    /// </summary>
    internal static WaitNode TakeNative()
    {
        WaitNode node = t_native ?? new WaitNode { Signal = new AutoResetEvent(false) };
        t_native = null;
        return node;
    }

    /// <summary>Keeps it for the next wait: it is not linked, and its event is not set.</summary>
    internal static void PutBack(WaitNode native) => t_native = native;

    /// <summary>The same for a green thread.</summary>
    internal static WaitNode Of(GreenThread me) => me.WaitState is { } mine ? Unsafe.As<WaitNode>(mine) : Provide(me);

    /// <summary>Gives a green thread its node; by whoever makes the green thread, or itself.</summary>
    internal static WaitNode Provide(GreenThread green)
    {
        WaitNode node = new();
        green.WaitState = node;
        return node;
    }

    /// <summary>Makes it ready to be linked for a green waiter.</summary>
    internal void Prepare(GreenThread green, long ticket, WaitKind kind = WaitKind.Grant, bool isForOne = false)
    {
        Green = green;
        Ticket = ticket;
        Kind = kind;
        IsForOne = isForOne;
        IsWoken = false;
        IsGranted = false;
        IsMissed = false;
    }

    /// <summary>The same for a native waiter, which then waits for its <see cref="Signal"/>.</summary>
    internal void Prepare()
    {
        Green = null;
        IsWoken = false;
    }

    /// <summary>Wakes the waiter, unless its wait has ended. Under the gate.</summary>
    internal bool TryWake(bool grant)
    {
        if (Green is { } green)
        {
            IsWoken = green.TryUnpark(Ticket);
            IsGranted = IsWoken && grant;
            return IsWoken;
        }

        // A native waiter takes itself off under the gate, so a linked node is always one that still waits.
        IsWoken = true;
        Signal!.Set();
        return true;
    }

    /// <summary>Whether a waker can still end its wait. Only of a green waiter.</summary>
    internal bool IsWaiting => Green!.IsWaiting(Ticket);

    /// <summary>Tells it to try. True when it will, be it because it was told so before. Under the gate.</summary>
    internal bool TryCall()
    {
        if (Green!.TryUnpark(Ticket) || Green.WasSignalled(Ticket))
        {
            IsWoken = true;
        }

        return IsWoken;
    }

    /// <summary>
    /// To be called when a wait begins, by the waiter. One that comes back to what it was just woken for, without having waited for anything else, or having
    /// given it on (<see cref="Gives"/>), either has used it up, or has not got it; after some time of that its waker is asked to give way, which costs little if it was for nothing.
    /// </summary>
    internal void Begins(GreenThread me, in WaitKey key)
    {
        if (_lastWait != me.Wait || _lastHash != key.Hash)
        {
            IsStarved = false;
            _comesBackSince = me.Hub.Loop.Now;
        }
        else
        {
            IsStarved = me.Hub.Loop.Now - _comesBackSince > StarvedAfter;
        }
    }

    /// <summary>The calling thread gives others what it may have been woken for itself: then it did get it.</summary>
    internal static void Gives(in WaitKey key)
    {
        if (GreenThread.Current is { WaitState: { } state } && Unsafe.As<WaitNode>(state) is var mine && mine._lastHash == key.Hash)
        {
            mine._lastWait = -1;
        }
    }

    /// <summary>To be called when it was woken in that wait, and has got back what it left for it.</summary>
    internal void WasWoken(GreenThread me, in WaitKey key)
    {
        _lastWait = me.Wait;
        _lastHash = key.Hash;
        if (IsStarved)
        {
            _comesBackSince = me.Hub.Loop.Now;
        }
    }
}

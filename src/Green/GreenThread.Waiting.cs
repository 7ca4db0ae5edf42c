using System.Runtime.CompilerServices;
using Shim.Green.Switching;
using Shim.Loop;

namespace Shim.Green;

/// <summary>Parking and waking; the state machine is drawn in GreenThread.cs.</summary>
public sealed unsafe partial class GreenThread
{
    private const long StateMask = 7;
    private const long EpochStep = 8;
    private const long Running = 0;
    private const long Waiting = 1;
    private const long Parked = 2;
    private const long Woken = 4; // + WakeReason

    private long _wait;
    private bool _interruptPending;
    private bool _isInterruptible;
    private int _nativeWait;
    private TimerWatcher? _timer;
    private string? _waitingFor;
    private FdWaiter? _fdWaiter;

    /// <summary>
    /// Called by this thread when it has taken a lock that is shared with other processes: should this one die, the kernel must find it among
    /// what the thread's own OS thread holds.
    /// </summary>
    internal void SettleNativeLocks() => Hub.Settle(this);

    /// <summary>Whether it is in a wait of the runtime's, and what became of an attempt to interrupt that. Belongs to who makes such waits.</summary>
    internal ref int NativeWait => ref _nativeWait;

    /// <summary>To wait on one descriptor with.</summary>
    internal FdWaiter FdWaiter => _fdWaiter ??= new FdWaiter();

    /// <summary>What it is parked for, for dumps; null while it runs.</summary>
    internal string? WaitingFor => IsParked ? _waitingFor ?? "wait" : null;

    /// <summary>
    /// The object that it waits for, where there is one: set by whoever parks it, and taken back after. For dumps, and to find circles of waits.
    /// </summary>
    internal object? WaitsOn { get; private set; }

    /// <summary>Whether that wait has no time limit.</summary>
    internal bool WaitsForever { get; private set; }

    /// <summary>The number of its present wait, or last one, with its state: two equal readings mean that it was not woken between them.</summary>
    internal long Wait => Volatile.Read(ref _wait);

    /// <summary>Whether it was reported already that this wait cannot end.</summary>
    internal bool IsReported { get; set; }

    /// <summary>Says what the waits that follow are for.</summary>
    internal void WillWaitOn(object target, bool forever)
    {
        IsReported = false;
        WaitsOn = target;
        WaitsForever = forever;
    }

    /// <summary>Takes that back.</summary>
    internal void WaitsOnNothing() => WaitsOn = null;

    /// <summary>Whether its stack is its own business no more: parked, and switched away from. Scheduler state of the hub.</summary>
    internal bool IsSwitchedOut => (Volatile.Read(ref _wait) & StateMask) == Parked;

    /// <summary>Whether it is parked now (or about to).</summary>
    internal bool IsParked => (Volatile.Read(ref _wait) & StateMask) is Waiting or Parked;

    /// <summary>Whether that wait can still be ended. Any thread.</summary>
    internal bool IsWaiting(long ticket) => Volatile.Read(ref _wait) is var wait && (wait == (ticket | Waiting) || wait == (ticket | Parked));

    /// <summary>Whether that wait was ended by a waker, and no other has begun. Any thread.</summary>
    internal bool WasSignalled(long ticket) => Volatile.Read(ref _wait) == (ticket | (Woken + (long)WakeReason.Signalled));

    /// <summary>
    /// Lets those run that are ready. If it ran in parallel with them it stands behind them. For a caller that may be scheduler code: then it does nothing.
    /// By this thread.
    /// </summary>
    internal void GiveWay()
    {
        if (Volatile.Read(ref Context->Carrier->State) != Carrier.Scheduling)
        {
            Hub.Yield(this);
            StepAsideIfLate();
        }
    }

    /// <summary>
    /// Opens a wait of the calling green thread. Register it, with the ticket, wherever wakers look, check the condition once more,
    /// then <see cref="Park"/> or <see cref="CancelWait"/>.
    /// </summary>
    /// <returns>The ticket that wakers present to <see cref="TryUnpark"/>.</returns>
    internal long BeginWait()
    {
        long ticket = (_wait & ~StateMask) + EpochStep;
        Volatile.Write(ref _wait, ticket | Waiting);
        return ticket;
    }

    /// <summary>Ends a wait without parking. False when a waker was faster: then the wake-up is the caller's to use or pass on.</summary>
    internal bool CancelWait(long ticket) =>
        Interlocked.CompareExchange(ref _wait, ticket, ticket | Waiting) == (ticket | Waiting);

    /// <summary>The same, for who goes on to wait elsewhere: whether it was an interruption that was faster, which is the caller's to throw.</summary>
    internal bool CancelInterrupted(long ticket) => !CancelWait(ticket) && ReasonOf(ticket) == WakeReason.Interrupted;

    /// <summary>Why the wait ended, after <see cref="CancelWait"/> returned false.</summary>
    internal WakeReason ReasonOf(long ticket) => (WakeReason)(Volatile.Read(ref _wait) - (ticket | Woken));

    /// <summary>
    /// Ends the wait that <paramref name="ticket"/> stands for. Any thread, any number of times; exactly one call for a ticket
    /// returns true. A ticket of an earlier wait does nothing.
    /// </summary>
    internal bool TryUnpark(long ticket, WakeReason reason = WakeReason.Signalled)
    {
        long woken = ticket | (Woken + (long)reason);
        if (Interlocked.CompareExchange(ref _wait, woken, ticket | Parked) == (ticket | Parked))
        {
            Hub.MakeReady(this);
            return true;
        }

        if (Interlocked.CompareExchange(ref _wait, woken, ticket | Waiting) == (ticket | Waiting))
        {
            return true;
        }

        // It may have parked between the two attempts; from Parked it goes nowhere but to Woken.
        if (Interlocked.CompareExchange(ref _wait, woken, ticket | Parked) == (ticket | Parked))
        {
            Hub.MakeReady(this);
            return true;
        }

        return false;
    }

    /// <summary>
    /// Gives the carrier up until somebody wakes this wait, the time passes or the thread is interrupted. Returns at once when it was
    /// woken already. After anything but Signalled the caller takes its registrations back.
    /// </summary>
    /// <param name="ticket">From <see cref="BeginWait"/>, by the same green thread.</param>
    /// <param name="timeoutNanoseconds">The limit from now, -1 for none.</param>
    /// <param name="waitingFor">For dumps: a constant such as "Thread.Sleep".</param>
    /// <param name="interruptible">Whether Interrupt ends this wait.</param>
    /// <param name="isPrecise">Otherwise the limit is from when the loop read the clock last, a few milliseconds ago: for who only wants to look again some
    /// time, and is woken before as a rule.</param>
    internal WakeReason Park(long ticket, long timeoutNanoseconds = -1, string? waitingFor = null, bool interruptible = true, bool isPrecise = true)
    {
        PrepareTimer(timeoutNanoseconds);
        Hub.Enter(this);
        WakeReason reason = ParkScheduling(ticket, timeoutNanoseconds, waitingFor, interruptible, isPrecise);
        Hub.Exit(this);
        StepAsideIfLate();
        return reason;
    }

    /// <summary>
    /// To be called before the scheduler's state is entered to wait for at most so long: the first timer is made here, as memory may have run out, and an
    /// exception in that state would end everything.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void PrepareTimer(long timeoutNanoseconds)
    {
        if (timeoutNanoseconds > 0 && _timer is null)
        {
            _timer = CreateTimer();
        }
    }

    /// <summary>The same for a caller in scheduler state, which has called <see cref="PrepareTimer"/> before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // each frame of a parked stack is one more that every collection looks at
    internal WakeReason ParkScheduling(long ticket, long timeoutNanoseconds, string? waitingFor, bool interruptible, bool isPrecise = true)
    {
        _waitingFor = waitingFor;
        _isInterruptible = interruptible;
        bool mustSwitch = false;
        if (Interlocked.CompareExchange(ref _wait, ticket | Parked, ticket | Waiting) == (ticket | Waiting))
        {
            mustSwitch = true;
            if (interruptible && Volatile.Read(ref _interruptPending))
            {
                mustSwitch = !EndParked(ticket, WakeReason.Interrupted);
            }
            else if (timeoutNanoseconds == 0)
            {
                mustSwitch = !EndParked(ticket, WakeReason.TimedOut);
            }

            if (mustSwitch)
            {
                ResetEager();
                Hub.CountPark();
                if (timeoutNanoseconds > 0)
                {
                    StartTimer(timeoutNanoseconds, isPrecise);
                }

                Hub.SwitchAway(this);
                if (timeoutNanoseconds > 0)
                {
                    _timer!.Stop();
                }
            }
        }

        // Who waits for what is there already, again and again, must not starve the others any more than who receives.
        if (!mustSwitch && (_eagerLeft -= EagerCost) <= 0)
        {
            Hub.LoopFirst(this);
        }

        _isInterruptible = false;
        WakeReason reason = ReasonOf(ticket);
        if (reason == WakeReason.Interrupted)
        {
            _interruptPending = false;
        }

        return reason;
    }

    /// <summary>Takes a pending interruption, as a wait that begins would. By the green thread itself.</summary>
    internal bool TryTakeInterrupt()
    {
        if (!Volatile.Read(ref _interruptPending))
        {
            return false;
        }

        _interruptPending = false;
        return true;
    }

    /// <summary>Ends a wait that is parked. False: a waker won, and this thread is on the ready queue.</summary>
    private bool EndParked(long ticket, WakeReason reason) =>
        Interlocked.CompareExchange(ref _wait, ticket | (Woken + (long)reason), ticket | Parked) == (ticket | Parked);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private TimerWatcher CreateTimer() => new(Hub.Loop, static timer => ((GreenThread)timer.Data!).OnTimer()) { Data = this };

    private void StartTimer(long nanoseconds, bool isPrecise)
    {
        TimerWatcher timer = _timer!;

        // The loop's time is from the start of its iteration; a limit counts from now (libev's manual, "ev_now_update").
        if (isPrecise)
        {
            Hub.Loop.UpdateNow();
        }

        timer.Start(nanoseconds);
        Hub.NoteTimer(timer.At);
    }

    // It was switched away from: the hub runs its timers with nobody else on the carrier.
    private void OnTimer()
    {
        if (EndParked(Volatile.Read(ref _wait) & ~StateMask, WakeReason.TimedOut))
        {
            Hub.MakeDue(this);
        }
    }
}

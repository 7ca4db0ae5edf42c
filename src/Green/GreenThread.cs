using System.Diagnostics;
using Shim.Green.Switching;

namespace Shim.Green;

/// <summary>
/// A green thread: a real CLR thread, with its own identity, thread statics, locks and stack, that shares one OS thread (the carrier)
/// with all others of its hub and gives it up where it waits.
/// </summary>
/// <remarks>
/// The life of one wait, as it stands in <c>_wait</c> (the low three bits; the rest counts the waits, so that a late waker of an
/// earlier wait finds another number and does nothing):
/// <code>
///              BeginWait           Park                       next BeginWait
///   Running ─────────────► Waiting ─────────────► Parked         ▲
///      ▲                      │                      │           │
///      │ CancelWait           │ TryUnpark            │ TryUnpark │
///      └──────────────────────┤ (not queued: it      │ (queued   │
///                             ▼  has not parked)     ▼  as ready)│
///                            Woken (Signalled, TimedOut, Interrupted, Closed)
/// </code>
/// Every arrow out of Waiting and Parked is a compare-and-set: exactly one waker wins.
/// </remarks>
public sealed unsafe partial class GreenThread
{
    [ThreadStatic]
    private static GreenThread? t_current;

    private Action? _entry;
    private Completion _completion;
    private bool _isAwaited;

    /// <summary>For a green thread that is not a thread yet: it is given a body at the latest when it first runs.</summary>
    internal GreenThread(Hub hub, Action entry, ExecutionContext? flowedContext)
    {
        Hub = hub;
        _entry = entry;
        FlowedContext = flowedContext;
    }

    /// <summary>
    /// For a thread that is about to enlist. Whoever starts that thread makes this, and what its waits will need: the first object that a thread
    /// allocates itself costs it an allocation context of 8 KiB, and thousands of those a collection that walks all stacks.
    /// </summary>
    internal GreenThread(Hub hub, Thread thread)
    {
        Hub = hub;
        Thread = thread;
        _timer = CreateTimer();
    }

    /// <summary>The green thread that calls, or null on every other thread.</summary>
    public static GreenThread? Current => t_current;

    /// <summary>The CLR thread that this green thread runs as; null while a spawned one has not run yet. That of a spawned one is pooled: it serves others later.</summary>
    public Thread? Thread { get; internal set; }

    /// <summary>Whether it has run to its end. Any thread.</summary>
    public bool IsCompleted => _completion.IsSet;

    internal Hub Hub { get; }

    /// <summary>Null until it first runs.</summary>
    internal Context* Context { get; set; }

    /// <summary>The kernel's id of the thread's own OS thread, which is what the runtime takes it for; 0 until it first runs.</summary>
    internal int NativeId { get; set; }

    /// <summary>Whether somebody waits for the end of the CLR thread, which comes after that of the green one. Any thread.</summary>
    internal bool IsAwaited
    {
        get => Volatile.Read(ref _isAwaited);
        set => Volatile.Write(ref _isAwaited, value);
    }

    /// <summary>Set while the scheduler must make sure that the OS thread has left its stack.</summary>
    internal bool IsFresh { get; set; }

    /// <summary>The next on the hub's list of those made ready by other threads.</summary>
    internal GreenThread? NextRemote { get; set; }

    /// <summary>Whether it takes turns with those who are ready, instead of standing behind them, when the hub takes it from that list.</summary>
    internal bool TakesTurns { get; set; }

    /// <summary>What the replacements of blocking methods keep for its waits.</summary>
    internal object? WaitState { get; set; }

    /// <summary>The execution context (AsyncLocals, culture) of whoever spawned it; null where none flows.</summary>
    internal ExecutionContext? FlowedContext { get; private set; }

    /// <summary>
    /// Starts a green thread on the default hub, which is started if need be. It is a background thread, as those of the pool: the process does not wait for it.
    /// Any thread.
    /// </summary>
    /// <param name="body">What to run. An exception that leaves it ends the process, as on any thread.</param>
    /// <exception cref="OutOfMemoryException">The system has no threads left.</exception>
    /// <exception cref="FormatException">The hub is to be started, and a variable of the environment holds what it cannot; the message names it.</exception>
    /// <exception cref="ArgumentException">The same of a variable that names a switcher or a backend of the loop.</exception>
    public static GreenThread Spawn(Action body)
    {
        ArgumentNullException.ThrowIfNull(body);
        Hub hub = t_current?.Hub ?? Hub.Default;
        GreenThread green = new(hub, body, ExecutionContext.Capture());
        hub.Spawn(green);
        return green;
    }

    /// <summary>Lets others run that are ready. On a thread that is not green: <see cref="Thread.Yield"/>.</summary>
    public static void Yield()
    {
        if (t_current is { } me)
        {
            me.Hub.Yield(me);
        }
        else
        {
            System.Threading.Thread.Yield();
        }
    }

    /// <summary>Waits without holding the carrier. On a thread that is not green: <see cref="Thread.Sleep(TimeSpan)"/>.</summary>
    /// <param name="duration">How long; <see cref="Timeout.InfiniteTimeSpan"/> for ever; zero yields.</param>
    /// <exception cref="ArgumentOutOfRangeException">Less than -1 milliseconds, or more than there are in an int, as for <see cref="Thread.Sleep(TimeSpan)"/>.</exception>
    /// <exception cref="ThreadInterruptedException">The wait was interrupted.</exception>
    public static void Sleep(TimeSpan duration)
    {
        if (t_current is not { } me)
        {
            System.Threading.Thread.Sleep(duration);
            return;
        }

        long nanoseconds = Nanoseconds(duration, nameof(duration));
        if (nanoseconds == 0)
        {
            me.Hub.Yield(me);
        }
        else
        {
            me.ParkFor(nanoseconds);
        }
    }

    /// <summary>Parks for a time, or for ever (-1 ns), unless interrupted.</summary>
    /// <exception cref="ThreadInterruptedException">The wait was interrupted.</exception>
    internal void ParkFor(long nanoseconds)
    {
        if (Park(BeginWait(), nanoseconds) == WakeReason.Interrupted)
        {
            throw new ThreadInterruptedException();
        }
    }

    /// <summary>Waits until this green thread has run to its end. Any thread; a green one parks, another blocks.</summary>
    /// <param name="timeout">How long at most; null or <see cref="Timeout.InfiniteTimeSpan"/> for ever.</param>
    /// <returns>False when the time passed first.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Less than -1 milliseconds, or more than there are in an int, as for <see cref="Thread.Join(TimeSpan)"/>.</exception>
    /// <exception cref="ThreadInterruptedException">The wait was interrupted.</exception>
    public bool Join(TimeSpan? timeout = null)
    {
        return _completion.Wait(timeout is { } limit ? Nanoseconds(limit, nameof(timeout)) : -1);
    }

    // The runtime's waits take whole milliseconds, those from -1 on, and no more than there are in an int; what is between -1 and 0 counts as 0. Here, too, but for the
    // parts of a millisecond.
    private static long Nanoseconds(TimeSpan time, string parameter)
    {
        long milliseconds = time.Ticks / TimeSpan.TicksPerMillisecond;
        ArgumentOutOfRangeException.ThrowIfLessThan(milliseconds, -1, parameter);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(milliseconds, int.MaxValue, parameter);
        return time < TimeSpan.Zero ? milliseconds : time.Ticks * 100;
    }

    /// <summary>
    /// Makes the current or next interruptible wait of this green thread throw <see cref="ThreadInterruptedException"/>, as
    /// <see cref="Thread.Interrupt"/> does. Any thread.
    /// </summary>
    public void Interrupt()
    {
        Volatile.Write(ref _interruptPending, true);

        // The wait may begin at the same time: the barrier here and the compare-and-set in Park make one of the two see the other.
        Interlocked.MemoryBarrier();
        EndWaitForInterrupt();
    }

    /// <summary>
    /// Ends the present wait for an interruption that is pending, if it still is: while the caller was on its way here, the wait may have begun, ended by that
    /// interruption and been followed by another, which is none of its business.
    /// </summary>
    internal void EndWaitForInterrupt()
    {
        // In this order: what is pending once the wait is known is taken by that wait, or a later one, and not before.
        long wait = Volatile.Read(ref _wait);
        if (Volatile.Read(ref _isInterruptible) && Volatile.Read(ref _interruptPending))
        {
            TryUnpark(wait & ~StateMask, WakeReason.Interrupted);
        }
    }

    /// <summary>The green thread that runs as <paramref name="thread"/>; null when it is native, not started, or has ended. Any thread.</summary>
    internal static GreenThread? Of(Thread thread) => ThreadTable.Find(thread);

    internal static void SetCurrent(GreenThread? green) => t_current = green;

    /// <summary>Runs the body of a spawned green thread, on the thread that was given to it, which it leaves as it was.</summary>
    /// <param name="defaultContext">The execution context of a thread that nothing flowed to.</param>
    [StackTraceHidden]
    internal void RunEntry(ExecutionContext defaultContext)
    {
        if (FlowedContext is null)
        {
            // Not through Run, which catches: a debugger or a dump could not see where an unhandled exception came from.
            EnterContext();
            ExecutionContext.Restore(defaultContext);
            SynchronizationContext.SetSynchronizationContext(null);
        }
        else
        {
            ExecutionContext.Run(FlowedContext, static state => ((GreenThread)state!).EnterContext(), this);
        }
    }

    [StackTraceHidden]
    private void EnterContext()
    {
        Hub.SetContext();
        _entry!();
    }

    /// <summary>Marks it as run to its end and wakes those who join it.</summary>
    internal void Complete()
    {
        // Whoever keeps this object, as a body does until its next, must not keep what its code knew.
        _entry = null;
        FlowedContext = null;
        WaitState = null;
        _completion.Set();
    }
}

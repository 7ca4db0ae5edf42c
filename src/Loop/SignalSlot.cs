using System.Runtime.InteropServices;

namespace Shim.Loop;

/// <summary>
/// What the process knows of a signal number: which loop watches it, and whether it was caught. The handler is the runtime's: replacing its
/// <c>sigaction</c> would break crash handling, <c>Console</c> and <c>Process</c>. It runs on a thread of the runtime, so that noting a
/// signal needs no async-signal safety here; it only must not wait for anybody.
/// </summary>
internal sealed class SignalSlot
{
    /// <summary>The highest signal number of Linux.</summary>
    public const int MaxSignal = 64;

    private static readonly SignalSlot[] s_slots = [.. Enumerable.Range(0, MaxSignal + 1).Select(signal => new SignalSlot(signal))];

    /// <summary>The active watchers, all of the one loop, which alone touches them.</summary>
    public WatcherSet Watchers = new();

    private readonly int _signal;

    // Replaced as a whole. No lock: whoever registers with the runtime may have to wait for others who do, and be a green thread that parks for that; the scheduler, which
    // comes here, too, would then wait for a lock whose owner nobody runs.
    private SignalClaim? _claim;

    private SignalSlot(int signal) => _signal = signal;

    /// <summary>The loop that watches the signal. Readable from any thread.</summary>
    public EventLoop? Loop => Volatile.Read(ref _claim)?.Loop;

    /// <summary>
    /// Whether the default action of the signal ends the process, which watching it prevents. For the others the runtime has work of its
    /// own to do after the handlers (the terminal, its children), which it would skip if they were cancelled.
    /// </summary>
    private bool EndsProcess => _signal is not (17 or 18 or 20 or 21 or 22 or 23 or 28); // CHLD CONT TSTP TTIN TTOU URG WINCH

    /// <exception cref="ArgumentOutOfRangeException">There is no such signal.</exception>
    public static SignalSlot Of(int signal)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(signal, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(signal, MaxSignal);
        return s_slots[signal];
    }

    /// <summary>The watchers of a loop, by signal.</summary>
    public static IEnumerable<WatcherSet> WatchersOf(EventLoop loop) => s_slots.Where(slot => slot.Loop == loop).Select(slot => slot.Watchers);

    /// <summary>How many claims there are on it. Readable from any thread.</summary>
    public int Claims => Volatile.Read(ref _claim)?.Count ?? 0;

    /// <summary>
    /// Makes it <paramref name="loop"/>'s, and has the runtime catch the signal: until it is released as often as it was claimed. Waits for others who register with the
    /// runtime only if nobody has claimed it yet. Any thread.
    /// </summary>
    /// <exception cref="InvalidOperationException">Another loop watches it.</exception>
    /// <exception cref="IOException">The signal cannot be caught.</exception>
    public void Claim(EventLoop loop)
    {
        SignalClaim? seen;
        do
        {
            seen = Volatile.Read(ref _claim);
            if (seen is not null && seen.Loop != loop)
            {
                throw new InvalidOperationException($"Signal {_signal} is watched in another loop; it can be in one at a time only.");
            }
        }
        while (!TryReplace(seen, new SignalClaim(loop, (seen?.Count ?? 0) + 1, seen?.Registration, seen?.Caught ?? new CaughtSignal())));
        try
        {
            Register(loop);
        }
        catch
        {
            Release(loop);
            throw;
        }
    }

    /// <summary>Gives one claim back; after the last the signal does again what it did before. Any thread.</summary>
    public void Release(EventLoop loop)
    {
        SignalClaim? seen;
        do
        {
            seen = Volatile.Read(ref _claim);
            if (seen?.Loop != loop)
            {
                return; // The loop was disposed.
            }
        }
        while (!TryReplace(seen, seen.Count == 1 ? null : new SignalClaim(loop, seen.Count - 1, seen.Registration, seen.Caught)));
        if (seen.Count == 1)
        {
            seen.Registration?.Dispose();
        }
    }

    /// <summary>Gives all claims of a loop back that is disposed.</summary>
    public void ReleaseAll(EventLoop loop)
    {
        while (Loop == loop)
        {
            Release(loop);
        }
    }

    // Two that claim it at once may both register, for a moment: neither may return before the signal is caught.
    private void Register(EventLoop loop)
    {
        while (Volatile.Read(ref _claim) is { Registration: null } seen && seen.Loop == loop)
        {
            CaughtSignal caught = seen.Caught;
            PosixSignalRegistration made = PosixSignalRegistration.Create((PosixSignal)_signal, context => OnSignal(context, caught));
            if (TryReplace(seen, new SignalClaim(loop, seen.Count, made, caught)))
            {
                return;
            }
            made.Dispose();
        }
    }

    // Another's claim that says the same as the one seen is not it: what it holds would be lost.
    internal bool TryReplace(SignalClaim? seen, SignalClaim? next) => ReferenceEquals(Interlocked.CompareExchange(ref _claim, next, seen), seen);

    /// <summary>Notes the signal for the loop that watches it; false if none does. Callable from any thread.</summary>
    public bool TryCatch() => Catch() is not null;

    /// <summary>
    /// As <see cref="TryCatch"/>, by somebody who comes by before the runtime calls the handlers of the signal: those that were registered later
    /// than the loop's may take their time. Callable from any thread.
    /// </summary>
    public void CatchAhead() => Catch()?.NoteAhead();

    /// <summary>Takes what was caught for <paramref name="loop"/>; false if there is nothing.</summary>
    public bool TakeCaught(EventLoop loop) => Volatile.Read(ref _claim) is { } claim && claim.Loop == loop && claim.Caught.Take();

    private CaughtSignal? Catch()
    {
        SignalClaim? seen = Volatile.Read(ref _claim);
        while (seen is not null)
        {
            CaughtSignal caught = seen.Caught;
            caught.Note();
            // Read anew: it may be another's meanwhile, who does not look there.
            seen = Volatile.Read(ref _claim);
            if (seen?.Caught == caught)
            {
                seen.Loop.NoteSignal();
                return caught;
            }
        }
        return null;
    }

    private void OnSignal(PosixSignalContext context, CaughtSignal caught)
    {
        // Nobody watches it any more when it came just as it was released: it then does what it does by default. One that was caught ahead was a watcher's, which may
        // have been stopped by it.
        if ((caught.TakeAhead() || TryCatch()) && EndsProcess)
        {
            context.Cancel = true;
        }
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Shim.Loop;

/// <summary>
/// Runs its callback when the process gets a signal. However often that came before the callback has run, it runs once.
/// As long as a watcher is active the signal does not end the process. Any number of watchers may share a signal, but all in one
/// loop. Only the thread that has the loop may touch it.
/// </summary>
/// <remarks>
/// Signals are caught through the runtime (<see cref="PosixSignalRegistration"/>), which hands them to a thread first. A signal that the
/// process was started to ignore (as under nohup), and SIGPIPE, which the runtime ignores, stay ignored. One that is still on its way when
/// the last watcher stops does what it does by default.
/// </remarks>
public sealed class SignalWatcher : Watcher
{
    private readonly Action<SignalWatcher> _callback;

    /// <summary>Creates it, inactive.</summary>
    /// <param name="loop">The loop that it belongs to.</param>
    /// <param name="signal">The number of the signal, as in <c>signal.h</c>: 2 is SIGINT.</param>
    /// <param name="callback">Called by the loop, with the watcher.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such signal.</exception>
    /// <exception cref="ArgumentException">The signal cannot be caught, or the runtime needs it for itself.</exception>
    public SignalWatcher(EventLoop loop, int signal, Action<SignalWatcher> callback)
        : base(loop)
    {
        ArgumentNullException.ThrowIfNull(callback);
        _ = SignalSlot.Of(signal);
        // KILL STOP; ILL TRAP BUS FPE SEGV, which become exceptions; two of glibc's; the one by which the runtime interrupts its threads.
        if (signal is 9 or 19 or 4 or 5 or 7 or 8 or 11 or 32 or 33 or 34)
        {
            throw new ArgumentException($"Signal {signal} cannot be watched: the kernel does not allow it, or the runtime needs it itself.");
        }
        Signal = signal;
        _callback = callback;
    }

    /// <summary>Creates it, inactive.</summary>
    /// <param name="loop">The loop that it belongs to.</param>
    /// <param name="signal">The signal, by name or, as a positive value, by number.</param>
    /// <param name="callback">Called by the loop, with the watcher.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such signal.</exception>
    /// <exception cref="ArgumentException">The signal cannot be caught, or the runtime needs it for itself.</exception>
    public SignalWatcher(EventLoop loop, PosixSignal signal, Action<SignalWatcher> callback)
        : this(loop, NumberOf(signal), callback)
    {
    }

    /// <inheritdoc/>
    public override WatcherKinds Kind => WatcherKinds.Signal;

    /// <summary>The number of the signal.</summary>
    public int Signal { get; }

    /// <summary>Makes it active. Does nothing if it is.</summary>
    /// <exception cref="InvalidOperationException">The signal is watched in another loop.</exception>
    /// <exception cref="ObjectDisposedException">The loop is disposed.</exception>
    /// <exception cref="IOException">The kernel refuses to have the signal caught.</exception>
    public void Start() => Loop.Start(this);

    /// <inheritdoc/>
    public override void Stop() => Loop.Stop(this);

    internal override void Invoke(IoEvents events) => _callback(this);

    /// <summary>The numbers of Linux.</summary>
    [SuppressMessage("Interoperability", "CA1416", Justification = "They are only compared, not registered.")]
    private static int NumberOf(PosixSignal signal) => signal switch
    {
        PosixSignal.SIGHUP => 1,
        PosixSignal.SIGINT => 2,
        PosixSignal.SIGQUIT => 3,
        PosixSignal.SIGTERM => 15,
        PosixSignal.SIGCHLD => 17,
        PosixSignal.SIGCONT => 18,
        PosixSignal.SIGTSTP => 20,
        PosixSignal.SIGTTIN => 21,
        PosixSignal.SIGTTOU => 22,
        PosixSignal.SIGWINCH => 28,
        _ => (int)signal,
    };
}

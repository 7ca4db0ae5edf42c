using Shim.Green.Switching;
using Shim.Loop;

namespace Shim.Green;

/// <summary>Waiting for file descriptors: any number of green threads on each direction of each.</summary>
public sealed unsafe partial class Hub
{
    private PointerStack _closing = new();
    private SpinGate _closingGate;
    private readonly Lock _growFds = new();
    private FdEntry?[] _fds = new FdEntry?[256];

    /// <summary>
    /// Parks the calling green thread until the descriptor is ready (or has failed: the next call on it tells), the time passes, or
    /// somebody calls <see cref="WakeFdWaiters"/>. Readiness can be spurious, so the caller's next attempt must not block. Not
    /// interruptible, as the socket calls of stock .NET are not.
    /// </summary>
    /// <param name="me">The calling green thread.</param>
    /// <param name="fd">A descriptor that the caller keeps open meanwhile.</param>
    /// <param name="interest">Read, Write or both.</param>
    /// <param name="timeoutNanoseconds">The limit from now, -1 for none.</param>
    /// <param name="waitingFor">For dumps.</param>
    /// <param name="length">How much the caller is going to receive from a stream, and takes from <see cref="TryTakeReceived"/> if it lies there; else 0.</param>
    internal WakeReason WaitFd(GreenThread me, int fd, IoEvents interest, long timeoutNanoseconds, string? waitingFor = null, int length = 0)
    {
        FdWaiter waiter = me.FdWaiter;
        waiter.Fd = fd;
        waiter.Interest = interest;
        waiter.Length = length;
        WakeReason reason = WaitFds(me, new ReadOnlySpan<FdWaiter>(in waiter), timeoutNanoseconds, waitingFor);
        waiter.Length = 0;
        return reason;
    }

    /// <summary>The same for several descriptors; returns when the first is ready.</summary>
    internal WakeReason WaitFds(GreenThread me, ReadOnlySpan<FdWaiter> waiters, long timeoutNanoseconds, string? waitingFor = null)
    {
        Enter(me);
        long ticket = me.BeginWait();
        foreach (FdWaiter waiter in waiters)
        {
            waiter.Green = me;
            waiter.Ticket = ticket;
            EntryOf(waiter.Fd).Add(waiter);
        }

        WakeReason reason = me.ParkScheduling(ticket, timeoutNanoseconds, waitingFor, interruptible: false);
        foreach (FdWaiter waiter in waiters)
        {
            EntryOf(waiter.Fd).Remove(waiter);
        }

        Exit(me);
        me.StepAsideIfLate();
        return reason;
    }

    /// <summary>
    /// Ends every wait on <paramref name="fd"/> with <see cref="WakeReason.Closed"/>; to be called before the descriptor is shut or
    /// closed by somebody else. Any thread; from a native one it takes effect soon, not at once.
    /// </summary>
    internal void WakeFdWaiters(int fd)
    {
        if (PeekEntry(fd) is not { HasWaiters: true })
        {
            return;
        }

        if (GreenThread.Current is { } me && me.Hub == this)
        {
            Enter(me);
            WakeFdWaitersScheduling(fd);
            Exit(me);
        }
        else
        {
            _closingGate.Enter();
            _closing.Push(fd + 1);
            _closingGate.Exit();
            _wake.Send();
        }
    }

    /// <summary>
    /// Says that the number may soon stand for another file: what the loop believes of its registration with the kernel no longer
    /// holds. To be called before close(2). Any thread.
    /// </summary>
    internal void ForgetFd(int fd) => PeekEntry(fd)?.Forget();

    /// <summary>What is known of a descriptor; for hints that live as long as the file behind it. Any thread.</summary>
    internal FdEntry EntryOf(int fd) => PeekEntry(fd) ?? AddEntry(fd);

    /// <summary>What native threads asked for. The hub's own thread.</summary>
    private void WakeClosing()
    {
        while (true)
        {
            _closingGate.Enter();
            int fd = (int)_closing.Pop() - 1; // one more is on the stack, which has no 0
            _closingGate.Exit();
            if (fd < 0)
            {
                return;
            }

            WakeFdWaitersScheduling(fd);
        }
    }

    private void WakeFdWaitersScheduling(int fd) => PeekEntry(fd)?.WakeAll(WakeReason.Closed);

    private FdEntry? PeekEntry(int fd)
    {
        FdEntry?[] table = Volatile.Read(ref _fds);
        return (uint)fd < (uint)table.Length ? Volatile.Read(ref table[fd]) : null;
    }

    private FdEntry AddEntry(int fd)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fd);

        // Callers are in scheduler state or not green at all, and nobody parks in here: the lock is held for a moment only.
        while (!_growFds.TryEnter())
        {
            Interop.Libc.SchedYield();
        }

        try
        {
            FdEntry?[] table = _fds;
            if (fd >= table.Length)
            {
                FdEntry?[] larger = new FdEntry?[Math.Max(table.Length * 2, fd + 1)];
                table.CopyTo(larger, 0);
                Volatile.Write(ref _fds, larger);
                table = larger;
            }

            return table[fd] ??= new FdEntry(Loop, fd);
        }
        finally
        {
            _growFds.Exit();
        }
    }
}

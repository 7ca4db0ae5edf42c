using Shim.Green.Switching;
using Shim.Loop;

namespace Shim.Green;

/// <summary>Waiting for file descriptors: any number of green threads on each direction of each.</summary>
public sealed unsafe partial class Hub
{
    private static Hub[] s_all = [];

    private FdEntry? _closing;
    private SpinGate _closingGate;
    private SpinGate _growFds;
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
        // Before the scheduler's state, which an exception (there may be no memory left) would leave behind as it is: nobody would run any more.
        foreach (FdWaiter waiter in waiters)
        {
            waiter.Entry = EntryOf(waiter.Fd);
        }

        me.PrepareTimer(timeoutNanoseconds);
        Enter(me);
        long ticket = me.BeginWait();
        foreach (FdWaiter waiter in waiters)
        {
            waiter.Green = me;
            waiter.Ticket = ticket;
            waiter.Entry!.Add(waiter);
        }

        WakeReason reason = me.ParkScheduling(ticket, timeoutNanoseconds, waitingFor, interruptible: false);
        foreach (FdWaiter waiter in waiters)
        {
            waiter.Entry!.Remove(waiter);
        }

        Exit(me);
        me.StepAsideIfLate();
        return reason;
    }

    /// <summary>
    /// Ends every wait on <paramref name="fd"/> with <see cref="WakeReason.Closed"/>; to be called before the descriptor is shut or
    /// closed by somebody else. Any thread; from one that is not this hub's it takes effect soon, not at once.
    /// </summary>
    /// <remarks>
    /// Soon may be after the number has come to stand for another file, on which others wait. So who is told Closed has to look whether that is meant for
    /// it, and else to wait again.
    /// </remarks>
    internal void WakeFdWaiters(int fd)
    {
        if (PeekEntry(fd) is not { HasWaiters: true } entry)
        {
            return;
        }

        if (GreenThread.Current is { } me && me.Hub == this)
        {
            Enter(me);
            entry.WakeAll(WakeReason.Closed);
            Exit(me);
        }
        else
        {
            _closingGate.Enter();
            if (!entry.IsClosing)
            {
                entry.IsClosing = true;
                entry.NextClosing = _closing;
                _closing = entry;
            }

            _closingGate.Exit();
            _wake.Send();
        }
    }

    /// <summary>
    /// Says that the number may soon stand for another file: what the loop believes of its registration with the kernel no longer
    /// holds. To be called before close(2). Any thread.
    /// </summary>
    internal void ForgetFd(int fd) => PeekEntry(fd)?.Forget();

    /// <summary><see cref="WakeFdWaiters"/> for all hubs.</summary>
    internal static void WakeAllFdWaiters(int fd)
    {
        foreach (Hub hub in Volatile.Read(ref s_all))
        {
            hub.WakeFdWaiters(fd);
        }
    }

    /// <summary><see cref="ForgetFd"/> for all hubs.</summary>
    internal static void ForgetFdEverywhere(int fd)
    {
        foreach (Hub hub in Volatile.Read(ref s_all))
        {
            hub.ForgetFd(fd);
        }
    }

    /// <summary>What is known of a descriptor; for hints that live as long as the file behind it. Any thread.</summary>
    internal FdEntry EntryOf(int fd) => PeekEntry(fd) ?? AddEntry(fd);

    private static void Note(Hub hub)
    {
        Hub[] before;
        Hub[] after;
        do
        {
            before = Volatile.Read(ref s_all);
            after = new Hub[before.Length + 1];
            before.CopyTo(after, 0);
            after[^1] = hub;
        }
        while (Interlocked.CompareExchange(ref s_all, after, before) != before);
    }

    /// <summary>What other threads asked for. The hub's own thread.</summary>
    private void TakeRequests()
    {
        ClearBodiesIfAsked();
        WakeClosing();
    }

    private void WakeClosing()
    {
        while (true)
        {
            _closingGate.Enter();
            FdEntry? entry = _closing;
            if (entry is not null)
            {
                _closing = entry.NextClosing;
                entry.NextClosing = null;
                entry.IsClosing = false;
            }

            _closingGate.Exit();
            if (entry is null)
            {
                return;
            }

            entry.WakeAll(WakeReason.Closed);
        }
    }

    private FdEntry? PeekEntry(int fd)
    {
        FdEntry?[] table = Volatile.Read(ref _fds);
        return (uint)fd < (uint)table.Length ? Volatile.Read(ref table[fd]) : null;
    }

    // Allocates before the gate: whoever came next would wait for ever for one who left it by an exception.
    private FdEntry AddEntry(int fd)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fd);
        FdEntry made = new(Loop, fd);
        while (true)
        {
            FdEntry?[] table = Volatile.Read(ref _fds);
            FdEntry?[]? larger = fd < table.Length ? null : new FdEntry?[Math.Max(table.Length * 2, fd + 1)];
            FdEntry? entry = null;
            _growFds.Enter();
            if (table == _fds)
            {
                if (larger is not null)
                {
                    table.CopyTo(larger, 0);
                    Volatile.Write(ref _fds, larger);
                    table = larger;
                }

                entry = table[fd] ?? made;
                Volatile.Write(ref table[fd], entry);
            }

            _growFds.Exit();
            if (entry is not null)
            {
                return entry;
            }
        }
    }
}

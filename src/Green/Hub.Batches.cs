using Shim.Green.Switching;

namespace Shim.Green;

/// <summary>
/// When receives and sends of several green threads are made by one system call: receives of all whose sockets one poll found readable, before the first of
/// them runs; sends of those who send while others are ready, when these have run. Where few are busy each makes its own calls, at once.
/// </summary>
public sealed unsafe partial class Hub
{
    // Below that, one call for all is no cheaper than a call each.
    private const int FewCalls = 3;

    // No send waits for more than so many others'. These are as quick as the last ones were, or who is not loses the carrier sooner (Watchdog); in strict mode, where nobody does,
    // and who blocks natively may wait for what was to be sent, no send waits at all.
    private const int MostSends = 32;

    private readonly FdWaiter?[] _readers = new FdWaiter?[SocketBatch.Capacity];
    private int _readerCount;
    private SocketBatch? _batch;
    private bool _mayBatch;
    private long _batches;
    private long _batched;

    /// <summary>Whether sends wait for others to have run. Any thread; a snapshot.</summary>
    internal bool HasSends => Volatile.Read(ref _batch)?.Count is > 0;

    /// <summary>A waiter was woken that will receive. By the loop's callback.</summary>
    internal void WillReceive(FdWaiter waiter)
    {
        if (_mayBatch && _readerCount < _readers.Length)
        {
            _readers[_readerCount++] = waiter;
        }
    }

    /// <summary>
    /// Whether the receive that a wait announced was made already: its result, a count or a negative errno, and what came. By the green thread that waited.
    /// </summary>
    internal bool TryTakeReceived(GreenThread me, Span<byte> buffer, out int result)
    {
        FdWaiter waiter = me.FdWaiter;
        if (waiter.Slot == 0)
        {
            result = 0;
            return false;
        }

        return _batch!.Take(waiter, buffer, out result);
    }

    /// <summary>
    /// Sends together with others that are about to, if there are some: the result, a count or a negative errno. False when the caller is to send by itself.
    /// </summary>
    /// <remarks>Only on a connection that is the caller's own, from which it receives, too: on one that many send on there is a lock, which the caller may
    /// hold, and for which the others would stand in line meanwhile.</remarks>
    /// <param name="me">The calling green thread.</param>
    /// <param name="fd">A socket that the caller keeps open meanwhile.</param>
    /// <param name="data">What to send.</param>
    /// <param name="result">A count, or a negative errno.</param>
    internal bool TrySend(GreenThread me, int fd, ReadOnlySpan<byte> data, out int result)
    {
        result = 0;
        if (!_mayBatch || _isStrict || _batch is not { } batch || (batch.Count == 0 && (_ready.Count < FewCalls || _switchesGiven < FewCalls)) || data.Length > SocketBatch.SlotSize
            || PeekEntry(fd)?.Reader != me.NativeId || Volatile.Read(ref me.Context->Carrier->State) != Carrier.User)
        {
            return false;
        }

        Enter(me);
        FdWaiter waiter = me.FdWaiter;
        waiter.Fd = fd;
        waiter.Green = me;
        bool isListed = _mayBatch && batch.AddSend(waiter, data);
        if (isListed)
        {
            waiter.Ticket = me.BeginWait();
            if (batch.Count >= Math.Min(MostSends, _switchesGiven) || _ready.Count == 0)
            {
                SendAll();
            }

            me.ParkScheduling(waiter.Ticket, -1, "Socket.Send", interruptible: false);
        }

        Exit(me);
        me.StepAsideIfLate();
        return isListed && batch.Take(waiter, default, out result);
    }

    /// <summary>Makes the receives of all that were woken. Before the first of them runs.</summary>
    private void ReceiveAll()
    {
        int count = _readerCount;
        _readerCount = 0;
        if (count >= FewCalls && (_batch ??= CreateBatch()) is { } batch)
        {
            for (int i = 0; i < count && batch.AddReceive(_readers[i]!); i++)
            {
            }

            int made = RunBatch(batch);
            for (int i = 0; i < made; i++)
            {
                batch.Forget(i);
            }
        }

        Array.Clear(_readers, 0, count);
    }

    /// <summary>Makes the sends that wait, and their green threads ready. False when there were none. Scheduler state.</summary>
    private bool SendAll()
    {
        if (_batch is not { } batch)
        {
            return false;
        }

        int count = RunBatch(batch);
        for (int i = 0; i < count; i++)
        {
            FdWaiter waiter = batch.Forget(i);
            waiter.Green!.TryUnpark(waiter.Ticket);
        }

        return count != 0;
    }

    private int RunBatch(SocketBatch batch)
    {
        int count = batch.Count;
        if (count != 0)
        {
            _batches++;
            _batched += count;
            _mayBatch = batch.Run();
        }

        return count;
    }

    private SocketBatch? CreateBatch()
    {
        SocketBatch? batch = SocketBatch.TryCreate();
        _mayBatch = batch is not null;
        return batch;
    }
}

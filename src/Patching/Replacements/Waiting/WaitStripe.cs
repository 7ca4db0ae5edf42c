using Shim.Green;

namespace Shim.Patching.Replacements.Waiting;

/// <summary>One of many locks over a <see cref="WaitTable{TQueue}"/>, with the queues that hash to it.</summary>
/// <remarks>Never held across a park. Wakers hold it while they unpark, so that a waiter that has the gate knows who was woken.</remarks>
internal struct WaitStripe<TQueue>
    where TQueue : WaitQueue, new()
{
    private SpinGate _gate;
    private WaitQueue? _first;
    private WaitQueue? _spare;

    internal void Enter() => _gate.Enter();

    internal void Exit() => _gate.Exit();

    /// <summary>The first of its queues, which goes on with <see cref="WaitQueue.NextInStripe"/>. Under the gate.</summary>
    internal readonly TQueue? First => (TQueue?)_first;

    /// <summary>The queue for <paramref name="key"/>, or null. Under the gate.</summary>
    internal readonly TQueue? Find(in WaitKey key)
    {
        for (WaitQueue? queue = _first; queue is not null; queue = queue.NextInStripe)
        {
            if (queue.Key.Matches(key))
            {
                return (TQueue)queue;
            }
        }

        return null;
    }

    /// <summary>Enters the gate and returns the queue for <paramref name="key"/>, with one user more.</summary>
    internal TQueue EnterAndUse(in WaitKey key)
    {
        _gate.Enter();
        TQueue? queue = Find(key);
        if (queue is null)
        {
            WaitQueue? made = _spare;
            if (made is null)
            {
                // Not under the gate: an allocation may wait for a collection, and it may fail.
                _gate.Exit();
                made = new TQueue();
                _gate.Enter();
                queue = Find(key);
            }
            else
            {
                _spare = null;
            }

            if (queue is null)
            {
                made.Key = key;
                made.NextInStripe = _first;
                _first = made;
                queue = (TQueue)made;
            }
        }

        queue.Users++;
        return queue;
    }

    /// <summary>One user less; the last takes the queue out of the table. Under the gate.</summary>
    internal void Release(WaitQueue queue)
    {
        if (--queue.Users > 0)
        {
            return;
        }

        if (ReferenceEquals(_first, queue))
        {
            _first = queue.NextInStripe;
        }
        else
        {
            WaitQueue before = _first!;
            while (!ReferenceEquals(before.NextInStripe, queue))
            {
                before = before.NextInStripe!;
            }

            before.NextInStripe = queue.NextInStripe;
        }

        queue.NextInStripe = null;
        queue.Key = default;
        _spare = queue;
    }
}

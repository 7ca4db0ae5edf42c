namespace Shim.Green;

/// <summary>
/// Green threads that wait for something that happens once, in the order in which they came. Whoever uses it has its own lock. (Not a list of pairs: its code
/// would have to be compiled at the first wait, which takes milliseconds.)
/// </summary>
internal struct Waiters
{
    private Waiter? _first;
    private Waiter? _last;

    /// <param name="waiter">Made before the lock was taken: there may be no memory left, and who leaves a lock by an exception leaves it taken.</param>
    internal void Add(Waiter waiter)
    {
        if (_last is null)
        {
            _first = waiter;
        }
        else
        {
            _last.Next = waiter;
        }

        _last = waiter;
    }

    internal void Remove(Waiter gone)
    {
        Waiter? before = null;
        for (Waiter? waiter = _first; waiter is not null; before = waiter, waiter = waiter.Next)
        {
            if (waiter == gone)
            {
                if (before is null)
                {
                    _first = waiter.Next;
                }
                else
                {
                    before.Next = waiter.Next;
                }

                if (_last == waiter)
                {
                    _last = before;
                }

                return;
            }
        }
    }

    /// <summary>Takes all of them away, to be woken without the lock.</summary>
    internal Waiters TakeAll()
    {
        Waiters all = this;
        this = default;
        return all;
    }

    /// <summary>Wakes those whose wait still goes on. Any thread.</summary>
    internal readonly void Wake()
    {
        for (Waiter? waiter = _first; waiter is not null; waiter = waiter.Next)
        {
            waiter.Green.TryUnpark(waiter.Ticket);
        }
    }

    internal sealed class Waiter(GreenThread green)
    {
        internal readonly GreenThread Green = green;
        internal long Ticket;
        internal Waiter? Next;
    }
}

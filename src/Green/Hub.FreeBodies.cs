using Shim.Green.Switching;
using Shim.Loop;

namespace Shim.Green;

/// <summary>Bodies that stand by for the next green thread, and how they go home.</summary>
public sealed unsafe partial class Hub
{
    // More free bodies than this go home: each costs its stack and a kernel task.
    private const int MaxFreeBodies = 1024;

    private readonly Stack<Body> _freeBodies = new(MaxFreeBodies);
    private TimerWatcher _trim = null!;

    // The fewest that were free at a time since the last trimming.
    private int _leastFree;
    private bool _mustClearBodies;

    /// <summary>A body that nobody needed for once to twice as long goes home.</summary>
    internal long FreeBodyNanoseconds { get; set; } = 10_000_000_000;

    // Scheduler state.
    private void PushFree(Body body)
    {
        _freeBodies.Push(body);
        if (!_trim.IsActive)
        {
            _leastFree = _freeBodies.Count;
            _trim.Start(FreeBodyNanoseconds);
        }
    }

    // Scheduler state.
    private Body? PopFree()
    {
        if (!_freeBodies.TryPop(out Body? body))
        {
            return null;
        }

        _leastFree = Math.Min(_leastFree, _freeBodies.Count);
        return body;
    }

    /// <summary>Sends as many bodies home as were free at any time since the last time. By the loop's callback.</summary>
    private void TrimBodies()
    {
        Dismiss(_leastFree);
        _leastFree = _freeBodies.Count;
        if (_freeBodies.Count != 0)
        {
            _trim.Start(FreeBodyNanoseconds);
        }
    }

    /// <summary>Has the free bodies leave, but as many as there are green threads about to take one. Any thread.</summary>
    /// <returns>Whether any go; perhaps not before the loop comes round.</returns>
    private bool ClearBodies()
    {
        if (SpareBodies <= 0)
        {
            return false;
        }

        // Not Enter, which may switch: whoever starts a thread may hold a native lock.
        if (GreenThread.Current is { } me && me.Hub == this
            && Interlocked.CompareExchange(ref me.Context->Carrier->State, Carrier.Scheduling, Carrier.User) == Carrier.User)
        {
            // At once, as the caller will keep the carrier from the loop.
            Dismiss(SpareBodies);
            Exit(me);
        }
        else
        {
            Volatile.Write(ref _mustClearBodies, true);
            _wake.Send();
        }

        return true;
    }

    private int SpareBodies => _freeBodies.Count - Volatile.Read(ref _unstarted);

    // By the loop's callback.
    private void ClearBodiesIfAsked()
    {
        if (Volatile.Read(ref _mustClearBodies))
        {
            Volatile.Write(ref _mustClearBodies, false);
            Dismiss(SpareBodies);
        }
    }

    // Scheduler state.
    private void Dismiss(int count)
    {
        for (; count > 0 && PopFree() is { } body; count--)
        {
            body.IsDismissed = true;
            _switcher.AwaitParked(body.Context);
            _goingHome.Push((nint)body.Context);
        }

        SendHome();
    }

    // Only the holder of the role can take one.
    private Body? TakeFreeBody()
    {
        if (t_hub == this)
        {
            return PopFree();
        }

        if (GreenThread.Current is not { } me || me.Hub != this)
        {
            return null;
        }

        Enter(me);
        Body? body = PopFree();
        Exit(me);
        return body;
    }

    // On the own OS thread again.
    private void Leave(Body body)
    {
        _wayHome.Arrived();
        ThreadTable.Set(Environment.CurrentManagedThreadId, null);
        _switcher.FreeContext(body.Context);
    }
}

using System.Runtime.CompilerServices;
using Shim.Green.Switching;
using Shim.Loop;

namespace Shim.Green;

/// <summary>Bodies: the pooled threads that spawned green threads run as.</summary>
public sealed unsafe partial class Hub
{
    // Spawning ahead of running creates at most so many bodies; beyond, green threads share those that become free.
    private const int MaxBodiesAhead = 16;

    // When the system has no threads, so long until it is asked again.
    private const long ShortageNanoseconds = 10_000_000;

    private TimerWatcher _shortage = null!;
    private int _unstarted;

    // Whose turn it was when there was no body for them: the next that becomes free is theirs.
    private ReadyQueue _unhoused = new();

    private void StartBodies()
    {
        _trim = new TimerWatcher(Loop, static watcher => ((Hub)watcher.Data!).TrimBodies()) { Data = this };
        _shortage = new TimerWatcher(Loop, static watcher => ((Hub)watcher.Data!).HouseAgain()) { Data = this };
    }

    /// <summary>Queues a new green thread. Any thread.</summary>
    /// <exception cref="OutOfMemoryException">The system has no threads left, and the caller is a green thread.</exception>
    internal void Spawn(GreenThread green)
    {
        if (GreenThread.Current is { } me && me.Hub == this)
        {
            // Before anything is counted: this may throw.
            ReserveBody(me);
            CountUnstarted(green);
            Enter(me);
            _ready.Enqueue(green);
            Exit(me);
        }
        else
        {
            SpawnInLine(green);
        }
    }

    /// <summary>Queues a new green thread that stands in line for a body while the system has no thread for one. Any thread.</summary>
    internal void SpawnInLine(GreenThread green)
    {
        CountUnstarted(green);
        MakeReady(green);
    }

    /// <summary>Queues a new green thread that has its body already, so that lack of threads is the caller's to deal with. Any thread.</summary>
    /// <returns>False when the system has no threads left.</returns>
    internal bool TrySpawnAtOnce(GreenThread green)
    {
        if ((TakeFreeBody() ?? (t_hub == this ? TryCreateBody() : CreateBody())) is not { } body)
        {
            return false;
        }

        Count(green);
        body.Assign(green);
        MakeReady(green);
        return true;
    }

    /// <summary>As <see cref="TrySpawnAtOnce"/>, and before all that are ready. The thread that has the loop.</summary>
    /// <returns>False when the system has no threads left, or no memory.</returns>
    internal bool TrySpawnFirst(Action action)
    {
        GreenThread green;
        try
        {
            green = new GreenThread(this, action, null);
        }
        catch (OutOfMemoryException)
        {
            return false;
        }

        if ((PopFree() ?? TryCreateBody()) is not { } body)
        {
            return false;
        }

        Count(green);
        body.Assign(green);
        _ready.EnqueueFirst(green);
        return true;
    }

    private void CountUnstarted(GreenThread green)
    {
        Count(green);
        Interlocked.Increment(ref _unstarted);
    }

    private void Count(GreenThread green)
    {
        green.IsFresh = true;
        Interlocked.Increment(ref _spawned);
        Interlocked.Increment(ref _live);
    }

    /// <summary>The next green thread to run on a body that has finished one, if that has not started yet. Scheduler state.</summary>
    internal GreenThread? Finish(Body body)
    {
        Interlocked.Decrement(ref _live);
        if (_unhoused.Count != 0)
        {
            return PassOn(body);
        }

        GreenThread? next = TakeNext();
        if (next is { IsFresh: true, Context: null })
        {
            // No switch at all: it runs where the last one ended.
            next.IsFresh = false;
            Interlocked.Decrement(ref _unstarted);
            return next;
        }

        Context* to = next is null ? _context : Mount(next);
        if (_freeBodies.Count < MaxFreeBodies)
        {
            PushFree(body);
            _switcher.Switch(body.Context, to);
            return Resume(body);
        }

        if (next is not null)
        {
            _ready.Enqueue(next);
        }

        _goingHome.Push((nint)body.Context);
        _switcher.Switch(body.Context, _context);
        Leave(body);
        return null;
    }

    /// <summary>
    /// The body is the first one's who stands in line, and that one takes turns with those that are ready: each who ends calls the next, so that before them it would
    /// keep them waiting until the line is at its end.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private GreenThread? PassOn(Body body)
    {
        GreenThread heir = _unhoused.Dequeue()!;
        House(heir, body);
        _due.Enqueue(heir);
        GreenThread? next = TakeNext();
        if (next == heir)
        {
            next.IsFresh = false;
        }
        else
        {
            _switcher.Switch(body.Context, next is null ? _context : Mount(next));
        }

        return Resume(body);
    }

    /// <summary>Lends the stack of a new body, and returns on it with its first green thread; or on its own OS thread with null: it goes home without having run any.</summary>
    internal GreenThread? Enlist(Body body)
    {
        _switcher.Enlist(body.Context);
        return Resume(body);
    }

    // A body was switched to that was free: by whoever gave it a green thread, or on its way home.
    private GreenThread? Resume(Body body)
    {
        if (body.IsDismissed)
        {
            Leave(body);
        }

        return body.TakeAssigned();
    }

    /// <summary>
    /// Asks the system for a thread again, and on, a few at a time, while it gives any: with all who stand in line for one asking each time, a process at its limit would do
    /// little else. By the loop's callback.
    /// </summary>
    private void HouseAgain()
    {
        int housed = 0;
        for (; housed < MaxBodiesAhead && _unhoused.Count != 0; housed++)
        {
            if (TryCreateBody() is not { } body)
            {
                break;
            }

            GreenThread green = _unhoused.Dequeue()!;
            House(green, body);
            _ready.Enqueue(green);
        }

        if (_unhoused.Count != 0)
        {
            _shortage.Start(housed == MaxBodiesAhead ? 0 : ShortageNanoseconds);
        }
    }

    internal Context* CreateContext() => _switcher.CreateContext();

    /// <summary>Creates a body while it can still throw to the caller of Spawn, in user state: starting a thread takes its time.</summary>
    private void ReserveBody(GreenThread me)
    {
        if (_unstarted < MaxBodiesAhead && _freeBodies.Count <= _unstarted)
        {
            Body body = CreateBody() ?? throw new OutOfMemoryException("There is no room for another green thread.");
            Enter(me);
            PushFree(body);
            Exit(me);
        }
    }

    /// <summary>False when the system has no thread for a new one: then it stands in line for the next that becomes free, and is tried again after a while.</summary>
    private bool TryAssignBody(GreenThread green)
    {
        Body? body = PopFree() ?? (_shortage.IsActive ? null : TryCreateBody());
        if (body is null)
        {
            green.IsFresh = true;
            _unhoused.Enqueue(green);
            if (!_shortage.IsActive)
            {
                _shortage.Start(ShortageNanoseconds);
            }

            return false;
        }

        House(green, body);
        return true;
    }

    private void House(GreenThread green, Body body)
    {
        Interlocked.Decrement(ref _unstarted);
        body.Assign(green);
    }

    // In scheduler state, or by the loop's thread: nothing is waited for, but those who have ended leave for the next attempt.
    private Body? TryCreateBody()
    {
        Body? body = Body.TryCreate(this);
        if (body is null)
        {
            _wayHome.Clear();
        }

        return body;
    }

    // In user state. Null when the system has no thread, and nobody made room for one either.
    private Body? CreateBody()
    {
        Body? body;
        long since = 0;
        do
        {
            body = Body.TryCreate(this);
        }
        while (body is null && MakeRoom(ref since));
        return body;
    }
}

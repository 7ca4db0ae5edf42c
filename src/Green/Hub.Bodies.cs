using Shim.Green.Switching;
using Shim.Loop;

namespace Shim.Green;

/// <summary>Bodies: the pooled threads that spawned green threads run as.</summary>
public sealed unsafe partial class Hub
{
    // More free bodies than this go home: each costs its stack and a kernel task.
    private const int MaxFreeBodies = 1024;

    // Spawning ahead of running creates at most so many bodies; beyond, green threads share those that become free.
    private const int MaxBodiesAhead = 16;

    // When the system has no threads, so long until it is asked again.
    private const long ShortageNanoseconds = 10_000_000;

    private readonly Stack<Body> _freeBodies = new();
    private TimerWatcher _trim = null!;
    private TimerWatcher _shortage = null!;
    private long _spawnedAtTrim;
    private int _unstarted;

    // Whose turn it was when there was no body for them: the next that becomes free is theirs.
    private ReadyQueue _unhoused = new();

    /// <summary>A body that nobody needed for once to twice as long goes home.</summary>
    internal long FreeBodyNanoseconds { get; set; } = 10_000_000_000;

    private void StartBodies()
    {
        _trim = new TimerWatcher(Loop, static watcher => ((Hub)watcher.Data!).TrimBodies()) { Data = this };
        _shortage = new TimerWatcher(Loop, static watcher => ((Hub)watcher.Data!).HouseAgain()) { Data = this };
    }

    /// <summary>Queues a new green thread. Any thread.</summary>
    internal void Spawn(GreenThread green)
    {
        green.IsFresh = true;
        Interlocked.Increment(ref _spawned);
        Interlocked.Increment(ref _live);
        Interlocked.Increment(ref _unstarted);
        if (GreenThread.Current is { } me && me.Hub == this)
        {
            ReserveBody(me);
            Enter(me);
            _ready.Enqueue(green);
            Exit(me);
        }
        else
        {
            PushRemote(green);
        }
    }

    /// <summary>Queues a new green thread that has its body already, so that lack of threads is the caller's to deal with. Any thread.</summary>
    /// <exception cref="OutOfMemoryException">The system has no threads left.</exception>
    internal void SpawnAtOnce(GreenThread green)
    {
        GiveBody(green);
        MakeReady(green);
    }

    /// <summary>As <see cref="SpawnAtOnce"/>, and before all that are ready. The thread that has the loop.</summary>
    /// <exception cref="OutOfMemoryException">The system has no threads left.</exception>
    internal void SpawnFirst(GreenThread green)
    {
        GiveBody(green);
        _ready.EnqueueFirst(green);
    }

    private void GiveBody(GreenThread green)
    {
        Body body = TakeFreeBody() ?? new Body(this);
        green.IsFresh = true;
        Interlocked.Increment(ref _spawned);
        Interlocked.Increment(ref _live);
        body.Assign(green);
    }

    /// <summary>The next green thread to run on a body that has finished one, if that has not started yet. Scheduler state.</summary>
    internal GreenThread? Finish(Body body)
    {
        Interlocked.Decrement(ref _live);
        GreenThread? next = _unhoused.Count != 0 ? _unhoused.Dequeue() : TakeNext();
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
            _freeBodies.Push(body);
            if (!_trim.IsActive)
            {
                _spawnedAtTrim = _spawned;
                _trim.Start(FreeBodyNanoseconds);
            }

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

    // On the own OS thread again.
    private void Leave(Body body)
    {
        _wayHome.Arrived();
        ThreadTable.Set(Environment.CurrentManagedThreadId, null);
        _switcher.FreeContext(body.Context);
    }

    /// <summary>Sends the bodies home that were not needed since the last time. By the loop's callback.</summary>
    private void TrimBodies()
    {
        long needed = _spawned - _spawnedAtTrim;
        _spawnedAtTrim = _spawned;
        while (_freeBodies.Count > needed)
        {
            Body body = _freeBodies.Pop();
            body.IsDismissed = true;
            _goingHome.Push((nint)body.Context);
        }

        SendHome();
        if (_freeBodies.Count != 0)
        {
            _trim.Start(FreeBodyNanoseconds);
        }
    }

    // By the loop's callback.
    private void HouseAgain()
    {
        while (_unhoused.Count != 0)
        {
            _ready.Enqueue(_unhoused.Dequeue()!);
        }
    }

    internal Context* CreateContext() => _switcher.CreateContext();

    // Only the holder of the role can take one.
    private Body? TakeFreeBody()
    {
        Body? body;
        if (t_hub == this)
        {
            _ = _freeBodies.TryPop(out body);
            return body;
        }

        if (GreenThread.Current is not { } me || me.Hub != this)
        {
            return null;
        }

        Enter(me);
        _ = _freeBodies.TryPop(out body);
        Exit(me);
        return body;
    }

    /// <summary>Creates a body while it can still throw to the caller of Spawn, in user state: starting a thread takes its time.</summary>
    private void ReserveBody(GreenThread me)
    {
        if (_unstarted < MaxBodiesAhead && _freeBodies.Count <= _unstarted)
        {
            Body body = new(this);
            Enter(me);
            _freeBodies.Push(body);
            Exit(me);
        }
    }

    /// <summary>False when the system has no thread for a new one: then it stands in line for the next that becomes free, and is tried again after a while.</summary>
    private bool TryAssignBody(GreenThread green)
    {
        if (!_freeBodies.TryPop(out Body? body))
        {
            try
            {
                body = new Body(this);
            }
            catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
            {
                green.IsFresh = true;
                _unhoused.Enqueue(green);
                if (!_shortage.IsActive)
                {
                    _shortage.Start(ShortageNanoseconds);
                }

                return false;
            }
        }

        Interlocked.Decrement(ref _unstarted);
        body.Assign(green);
        return true;
    }
}

using Shim.Green.Switching;

namespace Shim.Green;

/// <summary>Bodies: the pooled threads that spawned green threads run as.</summary>
public sealed unsafe partial class Hub
{
    // More free bodies than this go home: each costs its stack and a kernel task.
    private const int MaxFreeBodies = 1024;

    // Spawning ahead of running creates at most so many bodies; beyond, green threads share those that become free.
    private const int MaxBodiesAhead = 16;

    private readonly Stack<Body> _freeBodies = new();
    private int _unstarted;

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
            _freeBodies.Push(body);
            _switcher.Switch(body.Context, to);
            return body.TakeAssigned();
        }

        if (next is not null)
        {
            _ready.Enqueue(next);
        }

        _goingHome.Push((nint)body.Context);
        _switcher.Switch(body.Context, _context);
        _wayHome.Arrived();
        _switcher.FreeContext(body.Context);
        return null;
    }

    internal Context* CreateContext() => _switcher.CreateContext();

    internal void EnlistBody(Context* context) => _switcher.Enlist(context);

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

    private void AssignBody(GreenThread green)
    {
        Interlocked.Decrement(ref _unstarted);
        if (!_freeBodies.TryPop(out Body? body))
        {
            try
            {
                body = new Body(this);
            }
            catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
            {
                Environment.FailFast("GreenShim: no thread could be started for a green thread that was spawned by a native one.", e);
            }
        }

        body.Assign(green);
    }
}

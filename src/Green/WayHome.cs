using Shim.Green.Switching;

namespace Shim.Green;

/// <summary>
/// The OS threads whose green thread has ended, on their way to the runtime's and glibc's exit: one after the other, and only while the hub
/// has nothing else to do. An exit costs more than most green threads do in their life (its stacks are unmapped, under the lock that page
/// faults take); thousands that end at once would stand before the carrier in the kernel's run queue.
/// Whoever joins a green thread does not wait for this.
/// </summary>
internal sealed unsafe class WayHome(Switcher switcher)
{
    // A hub that is never idle must not collect dead threads for ever.
    private const int MaxWaiting = 1024;

    private SpinGate _gate;
    private Context* _first;
    private Context* _last;
    private int _waiting;
    private bool _isLeaving;
    private volatile bool _hubIsIdle;

    /// <summary>Queues a context that was switched out for the last time. Scheduler state.</summary>
    internal void Add(Context* context)
    {
        context->NextHome = null;
        _gate.Enter();
        if (_first is null)
        {
            _first = context;
        }
        else
        {
            _last->NextHome = context;
        }

        _last = context;
        _waiting++;
        _gate.Exit();
    }

    /// <summary>The hub has green threads to run.</summary>
    internal void Close() => _hubIsIdle = false;

    /// <summary>The hub is about to poll, for long if it is idle. One may go in any case, so that nobody waits for ever.</summary>
    internal void Open(bool isIdle)
    {
        _hubIsIdle = isIdle;
        if (_first is not null)
        {
            _gate.Enter();
            Context* next = _isLeaving ? null : Take();
            _gate.Exit();
            Send(next);
        }
    }

    /// <summary>One is back on its own OS thread, which calls this.</summary>
    internal void Arrived()
    {
        _gate.Enter();
        _isLeaving = false;
        Context* next = _hubIsIdle || _waiting > MaxWaiting ? Take() : null;
        _gate.Exit();
        Send(next);
    }

    private Context* Take()
    {
        Context* next = _first;
        if (next is not null)
        {
            _first = next->NextHome;
            _waiting--;
            _isLeaving = true;
        }

        return next;
    }

    private void Send(Context* context)
    {
        if (context is not null)
        {
            switcher.SendHome(context);
        }
    }
}

using System.Diagnostics;
using Shim.Green.Switching;

namespace Shim.Green;

/// <summary>
/// The OS threads whose green thread has ended, on their way to the runtime's and glibc's exit: one after the other, and only while the hub
/// has nothing else to do. An exit costs more than most green threads do in their life (its stacks are unmapped, under the lock that page
/// faults take); thousands that end at once would stand before the carrier in the kernel's run queue.
/// </summary>
/// <remarks>
/// <c>Thread.Join</c> and <c>IsAlive</c>, and the end of a process for its foreground threads, ask for the OS thread. So those that somebody waits for go first and at
/// once, and nobody stays for long however busy the hub is.
/// </remarks>
internal sealed unsafe class WayHome(Switcher switcher)
{
    // After so long all who are there go, one after the other. Ten thousand that are woken at once are through by then.
    private const long Patience = 200_000_000;

    // Nor do more wait than this: each counts against the system's limits for threads.
    private const int MostWaiting = 1024;

    // An OS thread that is on its own again is gone after this, or nearly.
    private const long ExitNanoseconds = 50_000_000;

    private SpinGate _gate;
    private Context* _first;
    private Context* _last;
    private int _waiting;

    // How many of them, from the first on, go whatever the hub does.
    private int _hurried;

    // Whether these are all that were there at some moment, not those only that somebody waits for.
    private bool _isHurryingAll;

    // Since when the first that is not hurried waits; or later.
    private long _since;
    private long _lastLeft;
    private bool _isLeaving;
    private volatile bool _hubIsIdle;

    /// <summary>Queues a context that was switched out for the last time. Scheduler state.</summary>
    internal void Add(Context* context)
    {
        _gate.Enter();
        if (_waiting++ == 0)
        {
            _since = Stopwatch.GetTimestamp();
        }

        if (context->IsAwaited)
        {
            PutFirst(context);
        }
        else
        {
            PutLast(context);
        }

        Context* next = _hurried > 0 && !_isLeaving ? Take() : null;
        _gate.Exit();
        Send(next);
    }

    /// <summary>Somebody waits for one that has ended. It is here, or gone, or comes this moment without having seen that; then it goes with the others. Any thread.</summary>
    /// <param name="awaited">Not to be looked into: it may be gone.</param>
    internal void Hurry(Context* awaited)
    {
        _gate.Enter();
        Context* next = TryPutFirst(awaited) && !_isLeaving ? Take() : null;
        _gate.Exit();
        Send(next);
    }

    /// <summary>Has all go that are here, for the system gives no thread. False when there are none, nor have been just now. Any thread.</summary>
    internal bool Clear()
    {
        _gate.Enter();
        HurryAll();
        bool areGoing = _waiting != 0 || _isLeaving || Stopwatch.GetTimestamp() - _lastLeft < ExitNanoseconds;
        Context* next = _isLeaving ? null : Take();
        _gate.Exit();
        Send(next);
        return areGoing;
    }

    /// <summary>The hub has green threads to run.</summary>
    internal void Close() => _hubIsIdle = false;

    /// <summary>The hub is about to poll, for long if it is idle. One may go in any case.</summary>
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
        _lastLeft = Stopwatch.GetTimestamp();
        Context* next = _hubIsIdle || IsNextHurried() ? Take() : null;
        _gate.Exit();
        Send(next);
    }

    private bool IsNextHurried()
    {
        if (_hurried == 0 && (_waiting > MostWaiting || (_waiting != 0 && _lastLeft - _since > Patience)))
        {
            HurryAll();
        }

        return _hurried > 0;
    }

    private void HurryAll()
    {
        _hurried = _waiting;
        _isHurryingAll = _waiting != 0;
    }

    private bool TryPutFirst(Context* awaited)
    {
        Context* before = null;
        int place = 0;
        for (Context* context = _first; context is not null; context = context->NextHome)
        {
            if (context == awaited)
            {
                // Once: who polls IsAlive asks again and again.
                if (!context->IsAwaited)
                {
                    context->IsAwaited = true;

                    // The first are those that are counted as hurried already.
                    _hurried -= place < _hurried ? 1 : 0;
                    Remove(before, context);
                    PutFirst(context);
                }

                return true;
            }

            before = context;
            place++;
        }

        return false;
    }

    private void PutFirst(Context* context)
    {
        context->NextHome = _first;
        _first = context;
        _last = _last is null ? context : _last;
        _hurried++;
    }

    private void PutLast(Context* context)
    {
        context->NextHome = null;
        if (_last is null)
        {
            _first = context;
        }
        else
        {
            _last->NextHome = context;
        }

        _last = context;
    }

    private void Remove(Context* before, Context* context)
    {
        if (before is null)
        {
            _first = context->NextHome;
        }
        else
        {
            before->NextHome = context->NextHome;
        }

        _last = _last == context ? before : _last;
    }

    private Context* Take()
    {
        Context* next = _first;
        if (next is not null)
        {
            Remove(null, next);
            _waiting--;
            _isLeaving = true;
            _hurried -= _hurried == 0 ? 0 : 1;
            if (_hurried == 0 && _isHurryingAll)
            {
                // Those that came meanwhile have their time. That one left whom somebody waited for gives the others none.
                _isHurryingAll = false;
                _since = Stopwatch.GetTimestamp();
            }
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

using System.Runtime.InteropServices;
using Shim.Green.Interop;

namespace Shim.Green;

/// <summary>
/// Native threads on which green threads have done what blocks an OS thread and cannot be waited for otherwise: as libuv's, and gevent's,
/// thread pool. Grows while work waits, up to a bound, past which work queues; an idle thread ends after a while.
/// </summary>
internal sealed unsafe class NativePool
{
    // libuv never ends its threads; a program that resolves one name at its start should not keep one for that.
    private const long IdleNanoseconds = 10_000_000_000;
    private const long NoLimit = -1;

    private readonly string _name;
    private readonly int _most;
    private readonly bool _isIdleKept;
    private readonly Action _work;

    // Counts submissions; idle threads sleep on it. Lives as long as the process: a thread may look at it after anything else is gone.
    private readonly int* _submitted = (int*)NativeMemory.AllocZeroed(sizeof(int));

    private SpinGate _gate;
    private NativeWork? _first;
    private NativeWork? _last;
    private int _threads;
    private int _idle;
    private bool _isStarting;

    /// <summary>Makes a pool without a thread.</summary>
    /// <param name="name">What it is for, in the names of its threads.</param>
    /// <param name="most">Threads at most.</param>
    /// <param name="isIdleKept">Whether threads stay for good, once there.</param>
    internal NativePool(string name, int most, bool isIdleKept = false)
    {
        _name = "GreenShim " + name;
        _most = most;
        _isIdleKept = isIdleKept;
        _work = Work;
    }

    /// <summary>Its threads now. Any thread.</summary>
    internal int Threads => Volatile.Read(ref _threads);

    /// <summary>
    /// Has <paramref name="work"/> done while the calling green thread is parked; on a thread that is not green, does it at once. What it
    /// throws is thrown here. The wait does not end by Thread.Interrupt, as the system call it stands for would not.
    /// </summary>
    /// <param name="work">What to do; until it is done, the pool's.</param>
    /// <param name="waitingFor">For dumps: a constant such as "disk".</param>
    /// <param name="timeoutNanoseconds">The limit, -1 for none.</param>
    /// <returns>False when the time passed first: the work goes on and must not be used again.</returns>
    internal bool Run(NativeWork work, string waitingFor, long timeoutNanoseconds = -1)
    {
        if (GreenThread.Current is not { } me)
        {
            work.Perform();
            work.ThrowError();
            return true;
        }

        // From here to the park nothing may wait, or throw, as a handler of FirstChanceException may wait: a green thread has one wait at a time.
        long ticket = me.BeginWait();
        work.WokenIs(me, ticket);
        if (!Submit(work))
        {
            me.CancelWait(ticket);
            PerformHere(work);
        }
        else if (me.Park(ticket, timeoutNanoseconds, waitingFor, interruptible: false) != WakeReason.Signalled)
        {
            return false;
        }
        else if (work.IsReturned)
        {
            PerformHere(work);
        }

        work.ThrowError();
        return true;
    }

    /// <summary>Queues <paramref name="work"/>. Any thread.</summary>
    /// <returns>False when the system gave no thread: the work is the caller's again, and nobody else does it.</returns>
    internal bool Submit(NativeWork work)
    {
        work.Next = null;
        _gate.Enter();
        if (_first is null)
        {
            _first = work;
        }
        else
        {
            _last!.Next = work;
        }

        _last = work;
        bool wake = _idle > 0;
        bool start = !wake && MayStart();
        ++*_submitted;
        _gate.Exit();

        if (wake)
        {
            Libc.FutexWake(_submitted);
        }

        return !start || StartThread() || !GiveBack(work);
    }

    // One at a time, and one more than has work: a thread starts its successor before it does what may block it. The carrier, which
    // submits, then starts hardly any; a start takes it hundreds of microseconds.
    private bool MayStart()
    {
        if (_isStarting || _threads == _most)
        {
            return false;
        }

        _isStarting = true;
        _threads++;
        return true;
    }

    private bool StartThread()
    {
        if (NativeThread.TryStart(_work, stackSize: 256 * 1024))
        {
            return true;
        }

        _gate.Enter();
        _isStarting = false;
        _threads--;
        _gate.Exit();
        return false;
    }

    /// <summary>
    /// No thread could be started. Where those that are there may wait for what is queued, or there are none, nobody might ever take that, nor what others queued
    /// meanwhile, who found the pool "starting": it goes back to the green threads that wait for it, each of which does its own.
    /// </summary>
    /// <param name="own">What the caller is going to do itself if it was still queued; null if it has none.</param>
    /// <returns>Whether it was.</returns>
    private bool GiveBack(NativeWork? own)
    {
        _gate.Enter();
        NativeWork? queued = _threads == 0 || _most == int.MaxValue ? _first : null;
        if (queued is not null)
        {
            _first = _last = null;
        }

        _gate.Exit();
        bool isOwn = false;
        NativeWork? orphans = null;
        while (queued is not null)
        {
            NativeWork work = queued;
            queued = work.Next; // before its owner has it, who may queue it again
            if (work == own)
            {
                isOwn = true;
            }
            else if (!work.TryReturn())
            {
                work.Next = orphans;
                orphans = work;
            }
        }

        // Such as look-ups, for which several may wait.
        while (orphans is not null)
        {
            NativeWork work = orphans;
            orphans = work.Next;
            PerformHere(work);
        }

        return isOwn;
    }

    private static void PerformHere(NativeWork work)
    {
        BlockingRegion region = default;
        try
        {
            region = BlockingRegion.Enter();
        }
        catch (OutOfMemoryException)
        {
            // Without, then: somebody waits for it.
        }

        work.Perform();
        region.Dispose();
    }

    private void Work()
    {
        Thread.CurrentThread.Name = _name;
        bool isNew = true;
        while (Take(isNew) is { } work)
        {
            isNew = false;
            work.Perform();
        }
    }

    private NativeWork? Take(bool isNew)
    {
        _gate.Enter();
        if (isNew)
        {
            _isStarting = false;
        }

        while (_first is null)
        {
            int seen = *_submitted;
            _idle++;
            _gate.Exit();
            Libc.FutexWait(_submitted, seen, _isIdleKept ? NoLimit : IdleNanoseconds);
            _gate.Enter();
            _idle--;
            if (_first is null && *_submitted == seen && !_isIdleKept)
            {
                _threads--;
                _gate.Exit();
                return null;
            }
        }

        NativeWork work = _first;
        _first = work.Next;
        bool start = _idle == 0 && MayStart();
        _gate.Exit();
        if (start && !StartThread())
        {
            GiveBack(null);
        }

        return work;
    }
}

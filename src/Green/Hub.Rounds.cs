using System.Diagnostics;
using System.Runtime.CompilerServices;
using Shim.Green.Switching;

namespace Shim.Green;

/// <summary>
/// Rounds, which is how long green threads run before the loop polls, and whose turn it is. Three queues: of those who were woken, by whomever; of those
/// whose time has come, and who come back from a carrier of their own; of those who gave way without having waited.
/// </summary>
public sealed unsafe partial class Hub
{
    // gevent's CALLBACK_CHECK_COUNT (src/gevent/libev/corecext.pyx): after so many switches at most the clock is read.
    private const int SwitchesPerClockReading = 50;

    // After so much time the loop polls although green threads are still ready. gevent has 5 ms (the default of sys.setswitchinterval); with the rest
    // of a turn of the loop, which is up to a clock reading late and calls watchers, this is below.
    private const long NanosecondsPerRound = 4_000_000;

    // Unlike gevent: when a timer is due before that, the round ends with it, but a millisecond is worth a poll in any case. And who runs for
    // long between two switches has the clock read more often, so that a round is not much longer than it should be.
    private const long ShortestRound = 1_000_000;
    private const long NanosecondsPerClockReading = ShortestRound / 2;

    // Who gives way gets every eighth turn while others are ready; they wait for something, it does not. (Go's Gosched puts a goroutine on the global
    // queue, which is looked at every 61st time: schedule and findRunnable in src/runtime/proc.go.)
    private const int TurnsPerGivenWay = 8;

    private int _switchesLeft = SwitchesPerClockReading;
    private int _switchesGiven = SwitchesPerClockReading;
    private long _clockRead;
    private long _roundStart;
    private long _roundEnd;
    private bool _mustPoll;
    private ReadyQueue _ready = new();
    private ReadyQueue _due = new();
    private ReadyQueue _gaveWay = new();
    private bool _isDuesTurn;
    private int _turnsUntilGivenWay = TurnsPerGivenWay;
    private bool _isBehind;
    private int _isInRound;

    /// <summary>Whether green threads may be running: false while the loop polls. Any thread.</summary>
    internal bool IsInRound => Volatile.Read(ref _isInRound) != 0;

    /// <summary>The hub's turn, before each poll (gevent runs its callbacks from a prepare watcher, too).</summary>
    private void RunReady()
    {
        // With a barrier: the watchdog says that it rests, and then looks here; we the other way round.
        Interlocked.Exchange(ref _isInRound, 1);
        _watchdog.NoteRound();
        _wayHome.Close();
        _switchesLeft = _switchesGiven;
        _roundStart = _clockRead = Stopwatch.GetTimestamp();
        _roundEnd = _roundStart + NanosecondsPerRound;
        NoteTimer(Loop.EarliestTimer);
        _mustPoll = false;
        if (_readerCount != 0)
        {
            ReceiveAll();
        }

        do
        {
            while (!_mustPoll && TakeNext() is { } green)
            {
                _switcher.Switch(_context, Mount(green));
                if (_goingHome.Count != 0)
                {
                    SendHome();
                }
            }
        }
        while (SendAll() && !_mustPoll);

        // Who was woken by another thread, too: of a round that is over before its first turn nobody has looked at that list, and the loop has woken up for it already.
        _isBehind = (_ready.Count | _due.Count | _gaveWay.Count) != 0 || Volatile.Read(ref _remote) is not null;
        if (_isBehind)
        {
            Loop.RequestNoWait();
        }

        _wayHome.Open(isIdle: !_isBehind);

        _rounds++;
        Volatile.Write(ref _isInRound, 0);
    }

    // They ended on this carrier, and what native code of theirs left on it is freed with their OS threads.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void SendHome()
    {
        CarrierSignalStack.Restore(_context->Carrier);
        while (_goingHome.Pop() is not 0 and var context)
        {
            _wayHome.Add((Context*)context);
        }
    }

    /// <summary>
    /// Puts a green thread whose time has come on a ready queue: not behind those who were ready before it and had no turn in the last round.
    /// It takes turns with them, so that neither keeps the other from running. The thread that has the loop.
    /// </summary>
    internal void MakeDue(GreenThread green)
    {
        if (_isBehind)
        {
            _due.Enqueue(green);
        }
        else
        {
            _ready.Enqueue(green);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private GreenThread? TakeInTurn()
    {
        if (_gaveWay.Count != 0 && --_turnsUntilGivenWay <= 0)
        {
            _turnsUntilGivenWay = TurnsPerGivenWay;
            return _gaveWay.Dequeue();
        }

        _isDuesTurn = _due.Count != 0 && (!_isDuesTurn || _ready.Count == 0);
        return _isDuesTurn ? _due.Dequeue() : _ready.Dequeue() ?? _gaveWay.Dequeue();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool IsRoundOver()
    {
        long now = Stopwatch.GetTimestamp();
        _switchesGiven = _switchesLeft = SwitchesUntilNextReading(now - _clockRead);
        _clockRead = now;

        // Where all who are left have only given way, the loop may have somebody who waits.
        long end = (_ready.Count | _due.Count) == 0 ? Math.Min(_roundEnd, _roundStart + ShortestRound) : _roundEnd;
        return _mustPoll = Volatile.Read(ref _signals) is not null || now >= end;
    }

    // No more than twice as many as the last time: a few that were quick say little about those after them.
    private int SwitchesUntilNextReading(long passed)
    {
        long atThisPace = _switchesGiven * NanosecondsPerClockReading / Math.Max(passed, 1);
        return (int)Math.Clamp(atThisPace, 1, Math.Min(_switchesGiven * 2, SwitchesPerClockReading));
    }

    /// <summary>The running round ends when a timer that was started in it is due. Scheduler state.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void NoteTimer(long at)
    {
        if (at < _roundEnd)
        {
            _roundEnd = Math.Max(at, _roundStart + ShortestRound);
        }
    }
}

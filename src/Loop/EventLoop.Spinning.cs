namespace Shim.Loop;

/// <content>
/// Looking on for a moment before a poll sleeps. A processor with nothing else to do takes microseconds to fall asleep and to be woken, and a virtual
/// one, which its hypervisor lends to others meanwhile, fifty and more: longer than a short request is away. So after a wait that was short the loop
/// polls without waiting, for as long as such waits take. Where that is in vain, because the one who is to answer needs the same processor, say,
/// it is tried ever more rarely: it costs what one time in a thousand does. (Linux does this for virtual processors that halt,
/// virt/kvm/kvm_main.c, kvm_vcpu_halt, with a time that grows and shrinks.)
/// </content>
public sealed partial class EventLoop
{
    private const int MostWaitsWithout = 1023;

    // Nanoseconds. A look is a system call that does not wait, and takes less, unless the processor was taken away: what is found then is from who had it
    // meanwhile, and would have been there earlier had it been given away.
    private const long LongLook = 4_000;

    // What BeginBlocking returns when there was a poll, and it found something.
    private const long HasPolled = -1;

    private long _spinTime;
    private long _lastWait = long.MaxValue;
    private int _waitsWithout;
    private int _waitsLeft;

    /// <summary>
    /// Nanoseconds, 0 by default, that the loop may go on looking, and keep its processor busy, before a poll sleeps; it does where the wait before took no
    /// longer and where looking on has been worth it. (libev has nothing like it.) Only the thread that has the loop.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public long SpinTime
    {
        get => _spinTime;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _spinTime = value;
        }
    }

    /// <summary>Polls without waiting until something is found or the time is over. After <see cref="UpdateNow"/>.</summary>
    /// <param name="wait">How long the poll might sleep. What is due soon is waited for exactly.</param>
    /// <returns>How long it still may; <see cref="HasPolled"/> if something was found.</returns>
    private long Spin(long wait)
    {
        // The released loop is for others to use meanwhile.
        if (_lastWait > _spinTime || wait <= _spinTime || _acquiringSink is not null)
        {
            return wait;
        }
        if (_waitsLeft > 0)
        {
            _waitsLeft--;
            return wait;
        }
        long now = _now;
        do
        {
            long before = now;
            Poll(0);
            now = _clock.Now;
            if (PendingCount != 0 || _mustRecreate || Volatile.Read(ref _wakeState) == Signalled)
            {
                // What the first look finds was there.
                if (before != _now)
                {
                    NoteSpin(isWorthIt: now - before < LongLook);
                }
                return HasPolled;
            }
        }
        while (now - _now < _spinTime);
        NoteSpin(isWorthIt: false);
        return Math.Max(wait - (now - _now), 0);
    }

    private void NoteSpin(bool isWorthIt)
    {
        _waitsWithout = isWorthIt ? 0 : Math.Min((2 * _waitsWithout) + 1, MostWaitsWithout);
        _waitsLeft = _waitsWithout;
    }
}

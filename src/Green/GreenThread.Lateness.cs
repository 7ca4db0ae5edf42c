using System.Diagnostics;
using System.Runtime.CompilerServices;
using Shim.Green.Interop;

namespace Shim.Green;

/// <summary>
/// Green threads that are known to keep the carrier for long. The watchdog has to see one of them first, and while it looks all others wait. After that
/// the thread steps aside by itself, at once when a wait of its own ends, for as long as it goes on as it did; one that was late for once is back among the
/// others after its next stretch. Never in strict mode.
/// </summary>
public sealed unsafe partial class GreenThread
{
    // A stretch on a carrier of its own shorter than this part of the watchdog's limit would have disturbed nobody.
    private const int ForgivenPart = 4;

    private bool _isLate;
    private bool _gaveAway;
    private bool _isSteppingAside;
    private long _asideSince;
    private (long Microseconds, long Blocks) _timesBefore;

    /// <summary>It gives the carrier away by itself.</summary>
    internal void NoteGivenAway() => _gaveAway = true;

    /// <summary>It is about to queue for the role, which was taken from it, or which it had given away.</summary>
    internal void NoteReturn()
    {
        if (_asideSince != 0)
        {
            _isLate = WasLate();
            _asideSince = 0;
        }
        else if (!_gaveAway)
        {
            _isLate = !Hub.Options.IsStrict;
        }

        _gaveAway = false;
    }

    /// <summary>To be called where a wait has ended, back in user state.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void StepAsideIfLate()
    {
        if (_isLate)
        {
            StepAside();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void StepAside()
    {
        if (_isSteppingAside)
        {
            return;
        }

        (long Microseconds, long Blocks) times = Libc.ThreadTimes();
        long now = Stopwatch.GetTimestamp();

        // The system may have no thread for it; then something is thrown and caught, and the caller has not taken its registrations back yet. Should a handler
        // of the program's wait there, that wait must not come here again.
        WaitAside aside = PutWaitAside();
        _isSteppingAside = true;
        bool isAside = Hub.StepAside(Context->Carrier);
        _isSteppingAside = false;
        TakeWaitBack(aside);
        if (isAside)
        {
            _asideSince = now;
            _timesBefore = times;
        }
    }

    // It computed for long, or blocked for long. That it had to wait for a processor for long says nothing about it.
    private bool WasLate()
    {
        double allowed = (double)Hub.Options.WatchdogMilliseconds / ForgivenPart;
        (long microseconds, long blocks) = Libc.ThreadTimes();
        return (microseconds - _timesBefore.Microseconds) / 1000.0 >= allowed
            || (blocks != _timesBefore.Blocks && Stopwatch.GetElapsedTime(_asideSince).TotalMilliseconds >= allowed);
    }
}

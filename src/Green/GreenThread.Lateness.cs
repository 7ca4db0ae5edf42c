using System.Diagnostics;
using System.Runtime.CompilerServices;

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
    private long _asideSince;

    /// <summary>It gives the carrier away by itself.</summary>
    internal void NoteGivenAway() => _gaveAway = true;

    /// <summary>It is about to queue for the role, which was taken from it, or which it had given away.</summary>
    internal void NoteReturn()
    {
        if (_asideSince != 0)
        {
            _isLate = Stopwatch.GetElapsedTime(_asideSince).TotalMilliseconds * ForgivenPart >= Hub.Options.WatchdogMilliseconds;
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
        long now = Stopwatch.GetTimestamp();
        if (Hub.StepAside(Context->Carrier))
        {
            _asideSince = now;
        }
    }
}

using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Shim.Loop;

/// <content>Checks of the loop's own consistency.</content>
public sealed partial class EventLoop
{
    private int _verifyCountdown;

    /// <summary>
    /// Checks all invariants of the loop's data (libev: <c>ev_verify</c>). Takes time proportional to the number of watchers. Debug
    /// builds do it
    /// by themselves.
    /// </summary>
    /// <exception cref="InvalidOperationException">The data is inconsistent: a bug in the loop, or two threads used it at
    /// once.</exception>
    public void Verify()
    {
        AssertNotPolledElsewhere();
        for (int i = 0; i < PriorityCount; i++)
        {
            _pending[i].Verify(i);
            _idles[i].Verify(i);
        }
        _prepares.Verify();
        _checks.Verify();
        _asyncs.Verify();
        _children.Verify();
        _stats.Verify();
        _embeds.Verify();
        _forks.Verify();
        _cleanups.Verify();
        _timers.Verify();
        VerifyPeriodics();
        VerifyCounts(VerifyFds(), VerifySignals());
    }

    internal static void Check([DoesNotReturnIf(false)] bool holds, string violation)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"The event loop is corrupt: {violation}.");
        }
    }

    private void VerifyPeriodics()
    {
        _periodics.Verify();
        for (int i = 0; i < _periodics.Count; i++)
        {
            Check(_periodics[i].Data is PeriodicWatcher { IsActive: true }, "an inactive periodic is listed");
        }
    }

    /// <returns>How many signal watchers are active.</returns>
    private int VerifySignals()
    {
        int count = 0;
        for (int signal = 1; signal <= SignalSlot.MaxSignal; signal++)
        {
            SignalSlot slot = SignalSlot.Of(signal);
            if (slot.Loop != this)
            {
                continue;
            }
            slot.Watchers.Verify();
            Check(slot.Claims >= slot.Watchers.Count, "a signal is watched without being caught");
            for (int i = 0; i < slot.Watchers.Count; i++)
            {
                Check(slot.Watchers[i].Loop == this, "a signal watcher is listed at another loop");
            }
            count += slot.Watchers.Count;
        }
        return count;
    }

    /// <summary>Cleanup watchers do not count, and those for which hidden watchers work count in their place.</summary>
    private void VerifyCounts(int ios, int signals)
    {
        int idles = 0;
        foreach (ref readonly WatcherSet set in _idles.AsSpan())
        {
            idles += set.Count;
        }
        Check(idles == _idleCount, "the idle watchers are miscounted");
        int shown = 0;
        for (int i = 0; i < _timers.Count; i++)
        {
            shown += _timers[i].IsHidden ? 0 : 1;
        }
        shown += ios + signals + idles + _periodics.Count + _prepares.Count + _checks.Count + _asyncs.Count;
        shown += _children.Count + _stats.Count + _embeds.Count + _forks.Count;
        Check(shown + _refs == _activeCount, "the active watchers are miscounted");
    }

    /// <returns>How many io watchers are active, hidden ones aside.</returns>
    private int VerifyFds()
    {
        int shown = 0;
        int changed = 0;
        for (int fd = 0; fd < _fds.Length; fd++)
        {
            ref readonly FdEntry entry = ref _fds[fd];
            IoEvents events = IoEvents.None;
            IoWatcher? slow = entry.Head;
            bool step = false;
            for (IoWatcher? watcher = entry.Head; watcher is not null; watcher = watcher.Next)
            {
                Check(watcher.IsActive, "an inactive io watcher is listed");
                Check(watcher.Fd == fd, "an io watcher is listed at another's descriptor");
                events |= watcher.Events;
                shown += watcher.IsHidden ? 0 : 1;
                // The one in front never meets the one that goes at half its speed, unless the list is a ring.
                slow = step ? slow!.Next : slow;
                step = !step;
                Check(watcher.Next is null || watcher.Next != slow, "the io watchers of a descriptor form a ring");
            }
            Check(entry.Change != FdChange.None || entry.Events == events, "the backend was not told what a descriptor's watchers want");
            changed += entry.Change != FdChange.None ? 1 : 0;
        }
        Check(changed == _changedCount, "the changed descriptors are miscounted");
        for (int i = 0; i < _changedCount; i++)
        {
            Check(_fds[_changedFds[i]].Change != FdChange.None, "a descriptor is listed as changed and is not");
        }
        return shown;
    }

    /// <summary>After each iteration while that is cheap; a loop with many watchers is verified in proportion, or it would be
    /// quadratic.</summary>
    [Conditional("DEBUG")]
    private void VerifyOften()
    {
        if (--_verifyCountdown <= 0)
        {
            _verifyCountdown = (_activeCount + PendingCount + _fds.Length) / 256;
            Verify();
        }
    }
}

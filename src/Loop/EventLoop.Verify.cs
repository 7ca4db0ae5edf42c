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
        for (int i = 0; i < PriorityCount; i++)
        {
            _pending[i].Verify(i);
            _idles[i].Verify(i);
        }
        _prepares.Verify();
        _checks.Verify();
        _asyncs.Verify();
        _timers.Verify();
        int idles = 0;
        foreach (ref readonly WatcherSet set in _idles.AsSpan())
        {
            idles += set.Count;
        }
        Check(idles == _idleCount, "the idle watchers are miscounted");
        VerifyFds();
    }

    internal static void Check([DoesNotReturnIf(false)] bool holds, string violation)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"The event loop is corrupt: {violation}.");
        }
    }

    private void VerifyFds()
    {
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

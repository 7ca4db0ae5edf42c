namespace Shim.Loop;

/// <content>Hidden watchers: those by which others work. They do not count; the one that they work for does.</content>
public sealed partial class EventLoop
{
    /// <summary>Starts a watcher that works for another one, which counts in its place.</summary>
    internal void StartHidden(IoWatcher watcher)
    {
        if (!watcher.IsActive)
        {
            watcher.Start();
            _activeCount--;
        }
    }

    /// <inheritdoc cref="StartHidden(IoWatcher)"/>
    /// <remarks>It has to repeat: one that fires once is stopped by the loop, as one that counts.</remarks>
    internal void StartHidden(TimerWatcher watcher, long after, long repeat)
    {
        if (!watcher.IsActive)
        {
            watcher.Start(after, repeat);
            _activeCount--;
        }
    }

    /// <summary>Stops a watcher that works for another one.</summary>
    internal void StopHidden(Watcher watcher)
    {
        if (watcher.IsActive)
        {
            _activeCount++;
        }
        watcher.Stop();
    }
}

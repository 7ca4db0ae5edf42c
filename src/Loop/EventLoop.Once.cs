namespace Shim.Loop;

/// <content>Waiting once, without a watcher to keep.</content>
public sealed partial class EventLoop
{
    /// <summary>
    /// Calls back once, when the descriptor is ready or the time is over, whichever is first (libev: <c>ev_once</c>). The callback is
    /// told what happened: Read, Write, Timer, in rare cases both, or Error. Allocates; for what happens often, keep watchers. The
    /// watchers that do it are ordinary ones, of priority 0, which count and which <see cref="Walk"/> shows. Only the thread that has
    /// the loop.
    /// </summary>
    /// <param name="fd">A descriptor; a negative number waits for the time only.</param>
    /// <param name="events">Read, Write or both.</param>
    /// <param name="timeoutNs">The longest wait in nanoseconds; a negative number waits for the descriptor only.</param>
    /// <param name="callback">Called by the loop.</param>
    /// <exception cref="ArgumentException">There is neither a descriptor nor a time to wait for.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The events are not of Read and Write.</exception>
    /// <exception cref="ObjectDisposedException">The loop is disposed.</exception>
    public void Once(int fd, IoEvents events, long timeoutNs, Action<IoEvents> callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        ThrowIfDisposed();
        if (fd < 0 && timeoutNs < 0)
        {
            throw new ArgumentException("There is neither a descriptor nor a time to wait for.", nameof(fd));
        }
        IoWatcher? io = null;
        TimerWatcher? timer = null;
        if (fd >= 0)
        {
            io = new IoWatcher(this, fd, events, (_, found) => Finish(found));
        }
        if (timeoutNs >= 0)
        {
            timer = new TimerWatcher(this, _ => Finish(IoEvents.Timer));
        }
        io?.Start();
        timer?.Start(timeoutNs);

        void Finish(IoEvents found)
        {
            found |= (io?.ClearPending() ?? 0) | (timer?.ClearPending() ?? 0);
            io?.Stop();
            timer?.Stop();
            callback(found);
        }
    }
}

using System.Runtime.InteropServices;
using Shim.Loop;

namespace Shim.Green;

/// <summary>A handler of a signal that the loop's own watcher calls, each time on a green thread of its own (gevent: <c>gevent.signal_handler</c>).</summary>
internal sealed class GreenSignal : IDisposable
{
    private const long PauseNanoseconds = 5_000_000;

    private readonly Hub _hub;
    private readonly SignalWatcher _watcher;
    private readonly Action _handler;
    private readonly TimerWatcher _again;
    private int _isOver;

    internal GreenSignal(Hub hub, PosixSignal signal, Action handler)
    {
        _hub = hub;
        _handler = handler;
        _watcher = new SignalWatcher(hub.Loop, signal, _ => Spawn());
        _again = new TimerWatcher(hub.Loop, _ => Spawn());
    }

    /// <summary>
    /// Begins. Registering with the runtime takes a lock of the framework's, for which a green thread parks: that is done here, by whoever asks, and the loop, which must
    /// not wait, only adds its watcher.
    /// </summary>
    internal void Start()
    {
        _hub.Loop.ClaimSignal(_watcher.Signal);
        try
        {
            _hub.CallOnLoop(_watcher.Start);
        }
        catch
        {
            _hub.Loop.ReleaseSignal(_watcher.Signal);
            throw;
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isOver, 1) == 0)
        {
            _hub.CallOnLoop(Stop);
            _hub.Loop.ReleaseSignal(_watcher.Signal);
        }
    }

    private void Stop()
    {
        _watcher.Stop();
        _again.Stop();
    }

    private void Spawn()
    {
        if (!_hub.TrySpawnFirst(Handle))
        {
            // There may be one in a moment. Those that come until then are handled with it.
            _again.Start(PauseNanoseconds);
        }
    }

    // Disposed, perhaps, after the signal had come.
    private void Handle()
    {
        if (Volatile.Read(ref _isOver) == 0)
        {
            _handler();
        }
    }
}

using System.Runtime.InteropServices;
using Shim.Loop;

namespace Shim.Green;

/// <summary>A handler of a signal that the loop's own watcher calls, each time on a green thread of its own (gevent: <c>gevent.signal_handler</c>).</summary>
internal sealed class GreenSignal : IDisposable
{
    private readonly Hub _hub;
    private readonly SignalWatcher _watcher;
    private readonly Action _handler;
    private volatile bool _isOver;

    internal GreenSignal(Hub hub, PosixSignal signal, Action handler)
    {
        _hub = hub;
        _handler = handler;
        _watcher = new SignalWatcher(hub.Loop, signal, _ => Spawn());
    }

    /// <summary>On the thread that has the loop.</summary>
    internal void Start() => _watcher.Start();

    public void Dispose()
    {
        if (!_isOver)
        {
            _isOver = true;
            _hub.CallOnLoop(_watcher.Stop);
        }
    }

    private void Spawn()
    {
        try
        {
            _hub.SpawnFirst(new GreenThread(_hub, Handle, null));
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
        {
            Environment.FailFast("GreenShim: no thread could be started for the handler of a signal.", e);
        }
    }

    // Disposed, perhaps, after the signal had come.
    private void Handle()
    {
        if (!_isOver)
        {
            _handler();
        }
    }
}

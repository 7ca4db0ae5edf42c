namespace Shim.Green;

/// <summary>A signal that has come and whose handlers are to be called, by whoever takes it first.</summary>
internal sealed class SignalNote(Action handle)
{
    private Completion _begun;
    private int _isTaken;

    /// <summary>The one noted before.</summary>
    internal SignalNote? Next { get; set; }

    /// <summary>Makes it the caller's to <see cref="Handle"/>; true for one caller.</summary>
    internal bool TryTake() => Interlocked.Exchange(ref _isTaken, 1) == 0;

    /// <summary>Calls the handlers.</summary>
    internal void Handle()
    {
        _begun.Set();
        handle();
    }

    /// <summary>Waits until somebody calls the handlers; false when nobody did in time. For native threads.</summary>
    internal bool AwaitBegin(long nanoseconds) => _begun.Wait(nanoseconds);
}

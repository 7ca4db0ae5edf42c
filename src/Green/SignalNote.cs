namespace Shim.Green;

/// <summary>A signal that has come and whose handlers are to be called, by whoever takes it first.</summary>
internal sealed class SignalNote(Action handle)
{
    private Completion _begun;
    private int _isTaken;

    /// <summary>The one noted before.</summary>
    internal SignalNote? Next { get; set; }

    /// <summary>Calls the handlers unless somebody else does.</summary>
    /// <returns>Whether they were called here.</returns>
    internal bool Handle()
    {
        if (Interlocked.Exchange(ref _isTaken, 1) != 0)
        {
            return false;
        }

        _begun.Set();
        handle();
        return true;
    }

    /// <summary>Waits until somebody calls the handlers; false when nobody did in time. For native threads.</summary>
    internal bool AwaitBegin(long nanoseconds) => _begun.Wait(nanoseconds);
}

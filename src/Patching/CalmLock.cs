namespace Shim.Patching;

/// <summary>
/// A lock to which Thread.Interrupt is nothing: an interruption that comes while its lock is waited for stays pending. It was not meant for this wait, of which
/// the program knows nothing, and would be lost where the runtime swallows what is thrown.
/// </summary>
internal sealed class CalmLock
{
    private readonly Lock _lock = new();
    private bool _wasInterrupted;

    internal bool IsMine => _lock.IsHeldByCurrentThread;

    internal Turn Take()
    {
        TryTake(Timeout.Infinite);
        return new Turn(this);
    }

    /// <returns>False: it was not to be had in that time.</returns>
    internal bool TryTake(int milliseconds)
    {
        var wasInterrupted = false;
        while (true)
        {
            try
            {
                var isMine = _lock.TryEnter(milliseconds);
                if (isMine)
                {
                    _wasInterrupted |= wasInterrupted;
                }
                else if (wasInterrupted)
                {
                    Thread.CurrentThread.Interrupt();
                }

                return isMine;
            }
            catch (ThreadInterruptedException)
            {
                wasInterrupted = true;
            }
        }
    }

    // Not before it is given back: whatever waits while it is held would be interrupted instead.
    internal void GiveBack()
    {
        var wasInterrupted = _wasInterrupted;
        _wasInterrupted = false;
        _lock.Exit();
        if (!wasInterrupted)
        {
            return;
        }

        if (_lock.IsHeldByCurrentThread)
        {
            _wasInterrupted = true;
        }
        else
        {
            Thread.CurrentThread.Interrupt();
        }
    }

    /// <summary>For <c>using</c>: gives it back.</summary>
    internal readonly ref struct Turn(CalmLock taken)
    {
        public void Dispose() => taken.GiveBack();
    }
}

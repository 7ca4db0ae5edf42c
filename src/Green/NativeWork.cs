using System.Runtime.ExceptionServices;

namespace Shim.Green;

/// <summary>Something that blocks its OS thread, to be done by a <see cref="NativePool"/>. Used once at a time; may be used again.</summary>
internal abstract class NativeWork
{
    private GreenThread? _green;
    private long _ticket;
    private ExceptionDispatchInfo? _error;

    /// <summary>The next one in the queue; the pool's.</summary>
    internal NativeWork? Next { get; set; }

    /// <summary>Whether no native thread is going to do it: whoever waits in <see cref="NativePool.Run"/> has to. Once woken.</summary>
    internal bool IsReturned { get; private set; }

    /// <summary>
    /// Does it: on a native thread, or, where the system has none to give, on the green thread that asked. So it must call originals only, and not what
    /// would be replaced by a submission of the same work.
    /// </summary>
    protected abstract void Execute();

    /// <summary>It is done; on the same native thread. Wakes the green thread that waits in <see cref="NativePool.Run"/>.</summary>
    protected virtual void Finished() => _green?.TryUnpark(_ticket);

    /// <summary>Names who is to be woken. Before it is queued.</summary>
    internal void WokenIs(GreenThread green, long ticket)
    {
        _green = green;
        _ticket = ticket;
        IsReturned = false;
    }

    /// <summary>Has the green thread that waits for it do it. It is that one's at once.</summary>
    /// <returns>False if nobody waits, or only others than the one that asked.</returns>
    internal bool TryReturn()
    {
        if (_green is null)
        {
            return false;
        }

        IsReturned = true;
        return _green.TryUnpark(_ticket);
    }

    internal void Perform()
    {
        _error = null;
        try
        {
            Execute();
        }
        catch (Exception e)
        {
            // Belongs to whoever asked for the work, not to the pool's thread, which it would end with the process.
            _error = ExceptionDispatchInfo.Capture(e);
        }

        Finished();
    }

    /// <summary>Throws what <see cref="Execute"/> threw.</summary>
    internal void ThrowError() => _error?.Throw();
}

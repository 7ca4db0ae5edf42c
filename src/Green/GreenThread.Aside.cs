namespace Shim.Green;

/// <summary>
/// A wait inside of a wait. What is thrown and caught between the two ends of one (the system has no thread, or no memory) runs the program's
/// FirstChanceException handlers there, and they may wait, too, while this one still has its places in queues.
/// </summary>
public sealed unsafe partial class GreenThread
{
    /// <summary>To be called before something that may throw; waits from here on take other objects. By the green thread itself, not while it can be woken.</summary>
    internal WaitAside PutWaitAside()
    {
        WaitAside aside = new(WaitState, _fdWaiter, WaitsOn, WaitsForever, IsReported);
        WaitState = null;
        _fdWaiter = null;
        return aside;
    }

    /// <summary>To be called after it, before anybody looks at the wait again.</summary>
    internal void TakeWaitBack(in WaitAside aside)
    {
        WaitState = aside.State ?? WaitState;
        _fdWaiter = aside.FdWaiter ?? _fdWaiter;
        WaitsOn = aside.WaitsOn;
        WaitsForever = aside.WaitsForever;
        IsReported |= aside.IsReported;
    }

    /// <summary>Takes back what a wait began with that comes to nothing, as there was no memory for it.</summary>
    internal void AbandonWait()
    {
        // In vain if it was ended already.
        CancelWait(_wait & ~StateMask);
        WaitsOnNothing();
    }
}

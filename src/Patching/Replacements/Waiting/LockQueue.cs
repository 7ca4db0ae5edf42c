namespace Shim.Patching.Replacements.Waiting;

/// <summary>The green threads that wait for a monitor. Its users are all of them, also the one that was woken and tries the lock.</summary>
internal sealed class LockQueue : WaitQueue
{
    /// <summary>The runtime's lock. One waiter is counted in it on behalf of the whole queue.</summary>
    internal nint Lock { get; set; }

    /// <summary>The lock's wake signal is held by a green thread that was woken and has not run yet.</summary>
    internal bool IsOwed { get; set; }

    /// <summary>Whose turn it is when native threads wait, too.</summary>
    internal bool IsNativeNext { get; set; }

    /// <summary>A woken green thread found the lock taken again, and again: the next one is let in first.</summary>
    internal bool IsStarved { get; set; }
}

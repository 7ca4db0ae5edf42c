namespace Shim.Loop;

/// <summary>Where the loop takes the time from. Called by the thread that has the loop; one clock may serve many loops.</summary>
public interface IClock
{
    /// <summary>Nanoseconds since an arbitrary point; not negative, and never goes backwards.</summary>
    public long Now { get; }

    /// <summary>The time of day, in nanoseconds since 1970 (UTC). It jumps when somebody sets the clock.</summary>
    public long WallNow { get; }

    /// <summary>A new descriptor, the caller's to close, which is readable once the wall clock has been set; -1 if there is no such
    /// thing. Without it a loop that waits notices when its wait is over.</summary>
    public int OpenJumpDescriptor() => -1;

    /// <summary>Returns when <paramref name="nanoseconds"/>, not negative, have passed, or earlier. Nothing ends it, not even a wake-up
    /// of the loop.</summary>
    public void Sleep(long nanoseconds);
}

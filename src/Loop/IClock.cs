namespace Shim.Loop;

/// <summary>Where the loop takes the time from. Called by the thread that has the loop; one clock may serve many loops.</summary>
public interface IClock
{
    /// <summary>Nanoseconds since an arbitrary point; not negative, and never goes backwards.</summary>
    public long Now { get; }

    /// <summary>The time of day, in nanoseconds since 1970 (UTC). It jumps when somebody sets the clock.</summary>
    public long WallNow { get; }

    /// <summary>Returns when <paramref name="nanoseconds"/>, not negative, have passed, or earlier. Nothing ends it, not even a wake-up of the
    /// loop.</summary>
    public void Sleep(long nanoseconds);
}

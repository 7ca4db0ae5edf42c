namespace Shim.Loop;

/// <summary>Where the loop takes the time from.</summary>
public interface IClock
{
    /// <summary>Nanoseconds since an arbitrary point; not negative, and never goes backwards.</summary>
    public long Now { get; }
}

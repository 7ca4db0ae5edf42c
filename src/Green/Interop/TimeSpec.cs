namespace Shim.Green.Interop;

/// <summary>struct timespec on 64-bit Linux.</summary>
internal struct TimeSpec
{
    internal long Seconds;
    internal long Nanoseconds;
}

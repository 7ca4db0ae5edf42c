using System.Runtime.InteropServices;

namespace Shim.Loop;

/// <summary>Which loop has a signal, and how often it has claimed it. Not a record: <see cref="SignalSlot"/> exchanges it by reference, and <c>==</c> must ask the same.</summary>
/// <param name="loop">The loop.</param>
/// <param name="count">Claims that have not been released.</param>
/// <param name="registration">By which the runtime catches the signal; null as long as nobody is done with that.</param>
/// <param name="caught">What was caught since the first claim.</param>
internal sealed class SignalClaim(EventLoop loop, int count, PosixSignalRegistration? registration, CaughtSignal caught)
{
    public EventLoop Loop { get; } = loop;

    public int Count { get; } = count;

    public PosixSignalRegistration? Registration { get; } = registration;

    public CaughtSignal Caught { get; } = caught;
}

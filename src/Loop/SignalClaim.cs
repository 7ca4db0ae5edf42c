using System.Runtime.InteropServices;

namespace Shim.Loop;

/// <summary>Which loop has a signal, and how often it has claimed it.</summary>
/// <param name="Loop">The loop.</param>
/// <param name="Count">Claims that have not been released.</param>
/// <param name="Registration">By which the runtime catches the signal; null as long as nobody is done with that.</param>
internal sealed record SignalClaim(EventLoop Loop, int Count, PosixSignalRegistration? Registration);

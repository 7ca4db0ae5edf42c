using System.Diagnostics;
using System.Runtime.CompilerServices;
using Shim.Green;

namespace Shim.Patching.Replacements.Signals;

/// <summary>
/// The method that calls the handlers of a signal, and applies its default action unless one of them cancelled it
/// (<c>PosixSignalRegistration</c>; <c>Console.CancelKeyPress</c> is such a handler). The runtime calls it on a thread of its own; here it runs
/// unchanged, but on a green thread.
/// </summary>
[StackTraceHidden]
internal static unsafe class SignalHandlers
{
    internal static nint s_handleSignal; // set by the patch map

    /// <param name="state">The signal's number, and its handlers.</param>
    internal static void HandleSignal(object state)
    {
        Hub.CatchAhead((int)((ITuple)state)[0]!);

        // Green already where the thread pool is.
        if (GreenThread.Current is null && Hub.HasDefault)
        {
            Hub.Default.Deliver(() => Original(state));
        }
        else
        {
            Original(state);
        }
    }

    private static void Original(object state) => ((delegate*<object, void>)s_handleSignal)(state);
}

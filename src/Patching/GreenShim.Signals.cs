using System.Runtime.InteropServices;
using Shim.Green;

namespace Shim;

/// <summary>The loop's own signal watchers.</summary>
public static partial class GreenShim
{
    /// <summary>
    /// Calls <paramref name="handler"/> on a green thread of its own when the process gets a signal. While one such handler stands, the signal does not end the
    /// process. Handlers of <c>PosixSignalRegistration</c> and <c>Console.CancelKeyPress</c> are called as well, and none keeps another one waiting.
    /// Works without PatchAll, too. Any thread.
    /// </summary>
    /// <remarks>
    /// A signal that comes several times before the loop comes round is one call, as in libev; another one that comes while a handler runs
    /// begins another call. There is no fallback as the standard handlers have: when nothing lets the loop come round, no handler is called.
    /// </remarks>
    /// <param name="signal">The signal, by name or, as a positive value, by number: <c>(PosixSignal)10</c> is SIGUSR1.</param>
    /// <param name="handler">May block. What it throws ends the process, as in any thread.</param>
    /// <returns>What ends it: once it is disposed, no call begins any more, and after the last one the signal does again what it did before.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such signal.</exception>
    /// <exception cref="ArgumentException">The signal cannot be caught, or the runtime needs it for itself.</exception>
    /// <exception cref="InvalidOperationException">An event loop of the program's own watches the signal.</exception>
    /// <exception cref="IOException">The kernel refuses to have the signal caught.</exception>
    /// <example><code>using IDisposable reload = GreenShim.OnSignal(PosixSignal.SIGHUP, configuration.Reload);</code></example>
    public static IDisposable OnSignal(PosixSignal signal, Action handler) => Hub.Default.OnSignal(signal, handler);
}

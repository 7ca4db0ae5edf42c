using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Shim.Green;

/// <summary>
/// Starts each green thread at another distance from the end of its stack.
/// </summary>
/// <remarks>
/// Stacks begin at the same place within a page, so that the frames of all threads that do the same thing share a few cache sets. With one
/// OS thread each nobody notices; when a carrier goes round a thousand of them, every frame has been evicted by the others' before it
/// is its turn again. 64 distances within a page serve the first-level cache. The second-level one, whose sets repeat after some pages, needs nothing: glibc's
/// guard page makes stacks a power of two and one page apart. To skip pages, too, would cost their memory: the probe of a stackalloc reads each, and
/// not every kernel maps the zero page then (one that runs as a PVM guest allocates).
/// </remarks>
[StackTraceHidden]
internal static unsafe class StackColor
{
    private const int LineSize = 64;
    private const int LinesPerPage = 64;

    private static int s_next;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Run(Action<object?> body, object? state)
    {
        // A thread that asked for a small stack keeps all of it.
        if (RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            // Unsigned: after two billion starts the count is negative.
            uint color = (uint)Interlocked.Increment(ref s_next);
            RunBelow((int)(color % LinesPerPage * LineSize), body, state);
        }
        else
        {
            body(state);
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RunBelow(int distance, Action<object?> body, object? state)
    {
        byte* skipped = stackalloc byte[distance + 1];
        Keep(skipped);
        body(state);
    }

    // Or the compiler would see that nobody uses it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Keep(byte* skipped) => _ = skipped;
}

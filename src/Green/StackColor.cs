using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Shim.Green;

/// <summary>
/// Starts each green thread at another distance from the end of its stack.
/// </summary>
/// <remarks>
/// Stacks are mapped a power of two apart, so that the frames of all threads that do the same thing share a few cache sets. With one
/// OS thread each nobody notices; when a carrier goes round a thousand of them, every frame has been evicted by the others' before it
/// is its turn again. 64 distances within a page serve the first-level cache, 16 pages the second.
/// The pages skipped cost no memory: the probe of a stackalloc reads them, which maps the zero page.
/// </remarks>
[StackTraceHidden]
internal static unsafe class StackColor
{
    private const int LineSize = 64;
    private const int LinesPerPage = 64;
    private const int Pages = 16;
    private const int PageSize = 4096;

    private static int s_next;

    internal static void Run(Action<object?> body, object? state)
    {
        // A thread that asked for a small stack keeps all of it.
        if (RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            int color = Interlocked.Increment(ref s_next);
            RunBelow((color % LinesPerPage * LineSize) + (color / LinesPerPage % Pages * PageSize), body, state);
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

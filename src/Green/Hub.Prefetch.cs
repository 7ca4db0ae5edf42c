using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Shim.Green.Switching;

namespace Shim.Green;

/// <summary>
/// What a green thread touches first when its turn comes is brought into the caches while others have theirs. A thousand of them, and what the kernel
/// keeps for their sockets, is more than a core's own caches hold; the misses, one after another, took a fifth of the time of a small request.
/// </summary>
public sealed unsafe partial class Hub
{
    private const int LineSize = 64;

    // With fewer, what they touched the last time is likely to be there still.
    private const int FewReady = 8;

    // The object's fields; and of the stack the frames between the switch and the program's own, which most waits return through.
    private const int ObjectLines = 3;
    private const int StackLines = 16;

    private readonly int _contextLines;

    // In three steps, a turn apart: each needs to read what the one before has fetched.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void PrefetchReady()
    {
        if (_contextLines == 0 || !Sse.IsSupported)
        {
            return;
        }

        Fetch(AddressOf(_ready.Peek(3)), ObjectLines);
        Context* second = _ready.Peek(2).Context;
        if (second != null)
        {
            Fetch((byte*)second, _contextLines);
        }

        Context* first = _ready.Peek(1).Context;
        if (first != null)
        {
            Fetch((byte*)first->StackPointer, StackLines);
        }
    }

    // A prefetch of an address that is none does nothing: that the collector may move the object meanwhile is no danger.
    private static byte* AddressOf(GreenThread green) => *(byte**)Unsafe.AsPointer(ref green);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fetch(byte* start, int lines)
    {
        for (int i = 0; i < lines; i++)
        {
            Sse.Prefetch0(start + (i * LineSize));
        }
    }
}

using System.Runtime.CompilerServices;

namespace DetourHost;

internal static class Frame
{
    /// <summary>What calls this is not inlined away, and cannot be a single instruction.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static int Zero(int value) => value & 0;

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void None()
    {
    }

    /// <summary>Two calls with a result to keep in between: a method made of this saves registers first, which are instructions that can be moved.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Zeros(int value) => Zero(value) + Zero(value + 1);
}

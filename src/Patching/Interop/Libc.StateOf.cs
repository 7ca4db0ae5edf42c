using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static unsafe partial class Libc
{
    private const uint StatxBasicStats = 0x7ff;

    /// <summary>statx(2): what tells one state of the file behind a path from another; links are followed. Default if the path leads nowhere.</summary>
    internal static FileState StateOf(ReadOnlySpan<byte> zeroTerminatedPath)
    {
        FileState state = default;
        fixed (byte* path = zeroTerminatedPath)
        {
            return StateOfCore(CurrentDirectory, path, 0, StatxBasicStats, &state) < 0 ? default : state;
        }
    }

    [LibraryImport("libc", EntryPoint = "statx")]
    private static partial int StateOfCore(int folder, byte* path, int flags, uint mask, FileState* state);
}

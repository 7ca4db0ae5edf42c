using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;
using Shim.Green;

namespace Shim.Patching.Replacements.Files;

/// <summary>
/// <c>Interop.Sys.FTruncate</c> and <c>FAllocate</c>: a file is made longer or shorter, or given its room. Where the file is a server's, that one is asked, and the
/// green thread gives the carrier away for the call. As with <see cref="FileClose"/>, what is known of the file by then decides; nothing is asked.
/// </summary>
[StackTraceHidden]
internal static unsafe class FileLengths
{
    internal static nint s_truncate;
    internal static nint s_allocate;

    internal static int FTruncate(SafeFileHandle fd, long length) => IsRemote(fd) ? TruncateRemote(fd, length) : Truncate(fd, length);

    internal static int FAllocate(SafeFileHandle fd, long offset, long length) =>
        IsRemote(fd) ? AllocateRemote(fd, offset, length) : Allocate(fd, offset, length);

    private static bool IsRemote(SafeFileHandle fd) =>
        GreenThread.Current is not null && FileFacts.Known(fd, fd.DangerousGetHandle()) is { Storage.Kind: StorageKind.Remote };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int TruncateRemote(SafeFileHandle fd, long length)
    {
        using RegionEnd end = new(BlockingRegion.Enter());
        return Truncate(fd, length);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int AllocateRemote(SafeFileHandle fd, long offset, long length)
    {
        using RegionEnd end = new(BlockingRegion.Enter());
        return Allocate(fd, offset, length);
    }

    private static int Truncate(SafeFileHandle fd, long length) => ((delegate*<SafeFileHandle, long, int>)s_truncate)(fd, length);

    private static int Allocate(SafeFileHandle fd, long offset, long length) => ((delegate*<SafeFileHandle, long, long, int>)s_allocate)(fd, offset, length);
}

using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;
using Shim.Green;

namespace Shim.Patching.Replacements.Files;

/// <summary>
/// <c>SafeFileHandle.ReleaseHandle</c>: gives up the file's lock, deletes the file where that was asked for, and closes it. Where the file is a server's, that one is
/// asked, and close(2) is back when it has everything that was written; the green thread gives the carrier away for the call. All others are closed at once.
/// </summary>
[StackTraceHidden]
internal static unsafe class FileClose
{
    internal static nint s_releaseHandle;

    internal static bool ReleaseHandle(SafeFileHandle handle) =>
        GreenThread.Current is not null && FileFacts.Known(handle, handle.DangerousGetHandle()) is { Storage.Kind: StorageKind.Remote }
            ? ReleaseRemote(handle)
            : Original(handle);

    // The errno needs no care: who releases a handle keeps it, and the framework has noted that of close(2) when it is back.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool ReleaseRemote(SafeFileHandle handle)
    {
        using BlockingRegion blocking = BlockingRegion.Enter();
        return Original(handle);
    }

    private static bool Original(SafeFileHandle handle) => ((delegate*<SafeFileHandle, bool>)s_releaseHandle)(handle);
}

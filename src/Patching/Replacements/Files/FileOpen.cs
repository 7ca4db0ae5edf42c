using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using Shim.Green;
using Shim.Patching.Interop;

namespace Shim.Patching.Replacements.Files;

/// <summary>
/// <c>Interop.Sys.Open</c>: what every opening of a file comes to. A FIFO waits for its other end there, a serial line for its modem, a drive for its
/// disk; a native thread does, and the green thread parks. What opens by itself is opened at once.
/// </summary>
/// <remarks>
/// Asking what the path is takes a system call, a tenth of what opening a file costs. Opening a FIFO without waiting, and waiting afterwards, is no
/// way: its other end would see somebody who is not there yet, and the end of the file where he gives up.
/// </remarks>
[StackTraceHidden]
internal static unsafe class FileOpen
{
    // /dev/null, zero, full, random, urandom: devices, but of memory.
    private const uint MemoryDevices = 1;

    internal static string? Probe() => FileCall.Probe();

    internal static SafeFileHandle Open(string filename, int flags, int mode) =>
        GreenThread.Current is not null && MayWait(filename)
            ? OpenWork.Run(filename, flags, mode)
            : SystemNative.Open(filename, flags, mode);

    private static bool MayWait(string path)
    {
        FileStatx status;
        return Libc.Statx(path, &status) == 0
            && status.Type is FileStatx.Fifo or FileStatx.Character or FileStatx.Block
            && !(status.Type == FileStatx.Character && status.DeviceMajor == MemoryDevices);
    }
}

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
/// Asking what the path is takes a system call, a fifth of what opening a file costs. Opening a FIFO without waiting, and waiting afterwards, is no
/// way: its other end would see somebody who is not there yet, and the end of the file where he gives up.
/// </remarks>
[StackTraceHidden]
internal static unsafe class FileOpen
{
    // The framework's numbers.
    private const int AccessMask = 0x0f;
    private const int ReadWrite = 2;
    private const int Exclusive = 0x40;
    private const int Synchronous = 0x100;

    // /dev/null, zero, full, random, urandom: devices, but of memory.
    private const uint MemoryDevices = 1;

    // Where devices are: paths come here as full ones. A link to one from elsewhere is not told, which would take a system call for every file.
    private const string Devices = "/dev/";

    internal static string? Probe() => FileCall.Probe();

    internal static SafeFileHandle Open(string filename, int flags, int mode)
    {
        if (GreenThread.Current is not null && RemoteMounts.Hold(filename))
        {
            return OpenWork.Run(FilePools.Peers, filename, flags, mode, learns: true);
        }

        // Who opens a FIFO for both, or makes a new file, never waits; a device does make who opens it for both wait.
        FileStatx status;
        if (((flags & AccessMask) == ReadWrite && !filename.StartsWith(Devices, StringComparison.Ordinal))
            || (flags & Exclusive) != 0
            || GreenThread.Current is null
            || Libc.Statx(filename, &status) != 0)
        {
            return SystemNative.Open(filename, flags, mode);
        }

        if (status.Type is FileStatx.Fifo or FileStatx.Block
            || (status.Type == FileStatx.Character && status.DeviceMajor != MemoryDevices))
        {
            return OpenWork.Run(FilePools.Peers, filename, flags, mode);
        }

        SafeFileHandle file = Storage.IsRemote(status.Device)
            ? OpenWork.Run(FilePools.Disk, filename, flags, mode)
            : SystemNative.Open(filename, flags, mode);
        if (status.Type == FileStatx.Regular && !file.IsInvalid)
        {
            FileFacts.Note(file, status, (flags & Synchronous) != 0);
        }

        return file;
    }
}

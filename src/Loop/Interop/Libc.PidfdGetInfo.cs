using System.Runtime.InteropServices;

namespace Shim.Loop.Interop;

internal static unsafe partial class Libc
{
    // <linux/pidfd.h>
    private const nuint PIDFD_GET_INFO = 0xC040FF0B; // _IOWR(0xFF, 11, 64 bytes)
    private const ulong PIDFD_INFO_EXIT = 1 << 3;

    /// <summary>Asks for the status of a process that was reaped, as <c>wait</c> has returned it. False before Linux 6.15, and as long
    /// as it was not reaped.</summary>
    public static bool TryGetExitOfReaped(int pidFd, out int waitStatus)
    {
        PidfdInfo info = new() { Mask = PIDFD_INFO_EXIT };
        bool isKnown = ioctl(pidFd, PIDFD_GET_INFO, &info) == 0 && (info.Mask & PIDFD_INFO_EXIT) != 0;
        waitStatus = isKnown ? info.ExitCode : 0;
        return isKnown;
    }

    [LibraryImport("libc")]
    private static partial int ioctl(int fd, nuint request, PidfdInfo* info);

    /// <summary>struct pidfd_info in its first version.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 64)]
    private struct PidfdInfo
    {
        /// <summary>What is asked for; then what was answered.</summary>
        [FieldOffset(0)]
        public ulong Mask;

        [FieldOffset(60)]
        public int ExitCode;
    }
}

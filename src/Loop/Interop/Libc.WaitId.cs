using System.Runtime.InteropServices;

namespace Shim.Loop.Interop;

internal static unsafe partial class Libc
{
    // <sys/wait.h>
    private const int P_PIDFD = 3;
    private const int WNOHANG = 1;
    private const int WEXITED = 4;
    private const int WNOWAIT = 0x01000000;

    // <bits/siginfo-consts.h>
    private const int CLD_EXITED = 1;
    private const int CLD_DUMPED = 3;

    /// <summary>Asks for the status of a child that has ended, as <c>wait</c> would return it, and leaves it to be asked for again unless
    /// <paramref name="reap"/> is set. False if it has not ended, was reaped, or is not a child.</summary>
    public static bool TryWaitForExit(int pidFd, bool reap, out int waitStatus)
    {
        SignalInfo info = default;
        waitStatus = 0;
        if (waitid(P_PIDFD, pidFd, &info, WEXITED | WNOHANG | (reap ? 0 : WNOWAIT)) != 0 || info.Pid == 0)
        {
            return false;
        }
        waitStatus = info.Code == CLD_EXITED ? info.Status << 8 : info.Status | (info.Code == CLD_DUMPED ? 0x80 : 0);
        return true;
    }

    [LibraryImport("libc")]
    private static partial int waitid(int idType, int id, SignalInfo* info, int options);

    /// <summary>siginfo_t of 64-bit platforms, as far as it concerns SIGCHLD.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct SignalInfo
    {
        [FieldOffset(8)]
        public int Code;

        [FieldOffset(16)]
        public int Pid;

        [FieldOffset(24)]
        public int Status;
    }
}

using System.Runtime.InteropServices;

namespace DetourHost.Interop;

internal static unsafe partial class Libc
{
    /// <summary>TIOCSPTLCK: 0 lets a new terminal's other side be opened.</summary>
    internal const uint LockTerminal = 0x40045431;

    /// <summary>TIOCGPTPEER: opens the other side; the argument holds open flags.</summary>
    internal const uint OpenOtherSide = 0x5441;

    /// <summary>ioctl(2). -1 for an error.</summary>
    [LibraryImport("libc", EntryPoint = "ioctl")]
    internal static partial int Ioctl(int fd, nuint request, nint argument);
}

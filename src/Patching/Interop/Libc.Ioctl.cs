using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static unsafe partial class Libc
{
    // asm-generic/ioctls.h
    private const nuint GetModes = 0x5401; // TCGETS
    private const nuint GetInput = 0x541B; // FIONREAD
    private const nuint GetPacketMode = 0x80045438; // TIOCGPKT

    /// <summary>How a terminal is set.</summary>
    /// <returns>0, or -1 when it is none.</returns>
    internal static int TerminalModes(nint fd, TerminalModes* modes) => IoctlCore((int)fd, GetModes, modes);

    /// <summary>How many bytes lie ready to be read; 0 when nobody can tell.</summary>
    internal static int InputOf(nint fd)
    {
        int bytes;
        return IoctlCore((int)fd, GetInput, &bytes) == 0 ? bytes : 0;
    }

    /// <summary>Whether it is the master of a pseudo-terminal, of which alone that can be asked.</summary>
    internal static bool IsMaster(nint fd)
    {
        int mode;
        return IoctlCore((int)fd, GetPacketMode, &mode) == 0;
    }

    // ioctl(2) is variadic; on x64 that changes nothing for pointers.
    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int IoctlCore(int fd, nuint request, void* argument);
}

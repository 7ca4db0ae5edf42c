using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

/// <summary>The parts of the kernel's struct termios (asm-generic/termbits.h) that say how long a read waits. It is not glibc's, which is longer.</summary>
[StructLayout(LayoutKind.Explicit, Size = 36)]
internal struct TerminalModes
{
    private const uint CanonicalMode = 2; // ICANON

    [FieldOffset(12)]
    internal uint LocalModes;

    /// <summary>Who makes input of what comes in: 0 is N_TTY, the only one that heeds the two below.</summary>
    [FieldOffset(16)]
    internal byte Discipline;

    /// <summary>c_cc[VTIME]: tenths of a second.</summary>
    [FieldOffset(22)]
    internal byte Time;

    /// <summary>c_cc[VMIN]: bytes.</summary>
    [FieldOffset(23)]
    internal byte Minimum;

    /// <summary>Whether input comes in lines, for which the two above mean nothing.</summary>
    internal readonly bool IsInLines => (LocalModes & CanonicalMode) != 0;
}

using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

/// <summary>The parts of struct statx that matter here: whose layout is the kernel's, the same everywhere.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct FileStatx
{
    internal const int TypeMask = 0xF000;
    internal const int Fifo = 0x1000;
    internal const int Character = 0x2000;
    internal const int Directory = 0x4000;
    internal const int Block = 0x6000;
    internal const int Regular = 0x8000;

    [FieldOffset(28)]
    internal ushort Mode;

    /// <summary>Of a device: what kind of device it is. 1 is memory: null, zero, urandom.</summary>
    [FieldOffset(128)]
    internal uint DeviceMajor;

    /// <summary>The device that the file is on.</summary>
    [FieldOffset(136)]
    internal ulong Device;

    /// <summary>Whether there is no such device: the kernel's major number for those is 0 (linux/major.h: UNNAMED_MAJOR), which statx(2) has in the lower half here.</summary>
    internal static bool IsMadeUp(ulong device) => (uint)device == 0;

    internal readonly int Type => Mode & TypeMask;
}

using System.Runtime.InteropServices;

namespace Shim.Loop.Interop;

internal static unsafe partial class Libc
{
    // <fcntl.h>, <linux/stat.h>
    private const int AT_FDCWD = -100;
    private const int AT_SYMLINK_NOFOLLOW = 0x100;
    private const uint STATX_BASIC_STATS = 0x7ff;

    /// <summary>Reads the attributes of a path, of the link itself if it is a symbolic one. 0, or a negative errno. Unlike those of
    /// <c>lstat</c>, its structure is the same on every architecture.</summary>
    public static int Lstatx(byte[] path, out StatxInfo info)
    {
        info = default;
        fixed (StatxInfo* p = &info)
        {
            return statx(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS, p) < 0 ? -Marshal.GetLastSystemError() : 0;
        }
    }

    [LibraryImport("libc")]
    private static partial int statx(int directoryFd, byte[] path, int flags, uint mask, StatxInfo* info);

    /// <summary>struct statx_timestamp.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public readonly struct StatxTime
    {
        private readonly long _seconds;
        private readonly uint _nanoseconds;
        private readonly int _reserved;

        public long Nanoseconds => unchecked(_seconds * 1_000_000_000 + _nanoseconds);
    }

    /// <summary>struct statx.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    public struct StatxInfo
    {
        [FieldOffset(16)]
        public uint LinkCount;

        [FieldOffset(20)]
        public uint UserId;

        [FieldOffset(24)]
        public uint GroupId;

        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(40)]
        public long Size;

        [FieldOffset(64)]
        public StatxTime AccessTime;

        [FieldOffset(96)]
        public StatxTime ChangeTime;

        [FieldOffset(112)]
        public StatxTime ModifyTime;

        [FieldOffset(128)]
        public uint SpecialMajor;

        [FieldOffset(132)]
        public uint SpecialMinor;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }
}

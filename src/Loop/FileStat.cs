using Shim.Loop.Interop;

namespace Shim.Loop;

/// <summary>
/// The attributes of a path, as <c>lstat</c> returns them: those that a <see cref="StatWatcher"/> compares (libev: <c>ev_statdata</c>).
/// The default value is that of a path that does not exist.
/// </summary>
public readonly record struct FileStat
{
    /// <summary>The number of hard links; 0 if there is no such file, or it cannot be reached.</summary>
    public long LinkCount { get; private init; }

    /// <summary>Whether there is such a file.</summary>
    public bool Exists => LinkCount != 0;

    /// <summary>The file system, as major number * 2^32 + minor number.</summary>
    public ulong Device { get; private init; }

    /// <summary>The number of the file in its file system.</summary>
    public ulong Inode { get; private init; }

    /// <summary>The type of the file and its permissions (<c>st_mode</c>).</summary>
    public int Mode { get; private init; }

    /// <summary>The number of the owner.</summary>
    public uint UserId { get; private init; }

    /// <summary>The number of the group.</summary>
    public uint GroupId { get; private init; }

    /// <summary>If it is a device file, which device, as <see cref="Device"/>.</summary>
    public ulong SpecialDevice { get; private init; }

    /// <summary>Its length in bytes.</summary>
    public long Size { get; private init; }

    /// <summary>When it was last read, in nanoseconds since 1970 (UTC); many file systems do not keep that exactly.</summary>
    public long AccessTime { get; private init; }

    /// <summary>When its content was last changed, in nanoseconds since 1970 (UTC).</summary>
    public long ModifyTime { get; private init; }

    /// <summary>When anything but the access time last changed, in nanoseconds since 1970 (UTC).</summary>
    public long ChangeTime { get; private init; }

    /// <summary>Reads them; default if the path cannot be reached.</summary>
    /// <param name="path">In UTF-8, with a zero at its end.</param>
    internal static FileStat Read(byte[] path)
    {
        if (Libc.Lstatx(path, out Libc.StatxInfo info) != 0)
        {
            return default;
        }
        return new FileStat
        {
            // Some file systems count no links.
            LinkCount = Math.Max(info.LinkCount, 1),
            Device = (ulong)info.DeviceMajor << 32 | info.DeviceMinor,
            Inode = info.Inode,
            Mode = info.Mode,
            UserId = info.UserId,
            GroupId = info.GroupId,
            SpecialDevice = (ulong)info.SpecialMajor << 32 | info.SpecialMinor,
            Size = info.Size,
            AccessTime = info.AccessTime.Nanoseconds,
            ModifyTime = info.ModifyTime.Nanoseconds,
            ChangeTime = info.ChangeTime.Nanoseconds,
        };
    }
}

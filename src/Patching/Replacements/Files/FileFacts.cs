using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Shim.Patching.Interop;

namespace Shim.Patching.Replacements.Files;

/// <summary>What is known of the file behind a handle. Found out once, at the first call that needs it.</summary>
internal sealed unsafe class FileFacts
{
    // Of the kernel's linux/magic.h: file systems that have no disk behind them.
    private static readonly int[] s_inMemory =
    [
        0x01021994, // tmpfs
        0x9fa0, // proc
        0x62656572, // sysfs
        0x63677270, // cgroup2
        0x27e0eb, // cgroup
        0x64626720, // debugfs
        0x74726163, // tracefs
        0x73636673, // securityfs
        0x1cd1, // devpts
        unchecked((int)0x858458f6), // ramfs
        unchecked((int)0x958458f6), // hugetlbfs
    ];

    // Those whose writes end in the page cache and wait only when there is too much in it.
    private static readonly int[] s_onDisk =
    [
        0xef53, // ext2, ext3, ext4
        0x58465342, // xfs
        unchecked((int)0x9123683e), // btrfs
        unchecked((int)0xf2f52010), // f2fs
        0x2fc12fc1, // zfs
        0x794c7630, // overlayfs
    ];

    private static readonly ConditionalWeakTable<SafeHandle, FileFacts> s_known = [];

    private FileFacts(nint fd)
    {
        FileStatx status;
        int error = Libc.Statx(fd, &status);
        int flags = Libc.FileFlags(fd);
        if (error != 0 || flags < 0)
        {
            // The call that comes next fails by itself.
            Kind = FileKind.Memory;
            Pace = DiskPace.Of(0);
            return;
        }

        bool isStored = status.Type is FileStatx.Regular or FileStatx.Directory or FileStatx.Block;
        Kind = isStored ? Stored(fd, status.Type) : (flags & Libc.OpenNonBlocking) != 0 ? FileKind.NonBlocking : FileKind.Stream;
        IsSynchronous = (flags & Libc.OpenDataSync) != 0;
        IsDevice = status.Type == FileStatx.Character;
        ReadsNoWait = Kind is not (FileKind.Memory or FileKind.NonBlocking);
        WritesNoWait = ReadsNoWait && !IsSynchronous;
        Pace = DiskPace.Of(status.OnDevice);
    }

    internal FileKind Kind { get; }

    /// <summary>Whether a write comes back only when the disk has the data.</summary>
    internal bool IsSynchronous { get; }

    /// <summary>Whether it is a device that takes one character after the other, such as a terminal.</summary>
    internal bool IsDevice { get; }

    /// <summary>Whether RWF_NOWAIT is worth an attempt. Cleared by the first that is refused.</summary>
    internal bool ReadsNoWait { get; set; }

    /// <summary>The same for writes: rarer, as ext4 has it for reads only.</summary>
    internal bool WritesNoWait { get; set; }

    internal DiskPace Pace { get; }

    /// <summary>The same terminal, opened once more and not blocking. Null while there is none.</summary>
    internal SafeFileHandle? NonBlockingTwin { get; set; }

    /// <param name="handle">Referenced by the caller.</param>
    /// <param name="fd">Its descriptor.</param>
    internal static FileFacts Of(SafeHandle handle, nint fd) => s_known.TryGetValue(handle, out FileFacts? facts) ? facts : Learn(handle, fd);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static FileFacts Learn(SafeHandle handle, nint fd)
    {
        FileFacts facts = new(fd);
        s_known.AddOrUpdate(handle, facts);
        return facts;
    }

    private static FileKind Stored(nint fd, int type)
    {
        if (type == FileStatx.Block)
        {
            return FileKind.Disk;
        }

        int magic = (int)Libc.FileSystemType(fd);
        return Array.IndexOf(s_inMemory, magic) >= 0 ? FileKind.Memory : Array.IndexOf(s_onDisk, magic) >= 0 ? FileKind.Disk : FileKind.Remote;
    }
}

using Shim.Patching.Interop;

namespace Shim.Patching.Replacements.Files;

/// <summary>What is known of a device with files, or of a stream: whether calls can be told not to wait, and whether they do wait.</summary>
/// <remarks>
/// A buffered write copies into the page cache and is back in a microsecond, except when the kernel makes the writer wait because it has too much
/// that is not on the disk yet; and ext4 cannot be asked not to (it refuses RWF_NOWAIT on buffered writes). So writes to such a disk run at
/// once and are timed: after a slow one the next go to the pool, until they are quick again.
/// </remarks>
internal sealed class Storage(StorageKind kind, ulong device = 0, int type = 0)
{
    // A hundred times what a write of 4 KiB takes. Preemption looks the same now and then, and costs a few trips to the pool.
    private const long SlowNanoseconds = 500_000;

    private const int QuickOnesToTrust = 16;

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

    // Those of them with files that are queues, such as /proc/kmsg and trace_pipe: a read waits until there is something.
    private static readonly int[] s_withQueues =
    [
        0x9fa0, // proc
        0x64626720, // debugfs
        0x74726163, // tracefs
    ];

    // Those whose writes end in the page cache, and wait only when there is too much in it.
    private static readonly int[] s_onDisk =
    [
        0xef53, // ext2, ext3, ext4
        0x58465342, // xfs
        unchecked((int)0x9123683e), // btrfs
        unchecked((int)0xf2f52010), // f2fs
        0x2fc12fc1, // zfs
        0x794c7630, // overlayfs
    ];

    // A list that grows at its head: there are a few, and a dictionary over a number would have to be compiled in every process that writes a line.
    private static Storage? s_devices;

    private Storage? _next;
    private int _distrust;

    internal StorageKind Kind { get; private set; } = kind;

    private ulong Device => device;

    private int Type => type;

    /// <summary>Whether files there that are memory may have to be waited for all the same.</summary>
    internal bool HasQueues { get; } = kind == StorageKind.Memory && Contains(s_withQueues, type);

    internal bool HasFiles => Kind <= StorageKind.Remote;

    /// <summary>Whether RWF_NOWAIT is worth an attempt. Cleared by the first that is refused.</summary>
    internal bool ReadsNoWait { get; set; } = kind is StorageKind.Disk or StorageKind.Remote or StorageKind.Stream;

    /// <summary>The same for writes.</summary>
    internal bool WritesNoWait { get; set; } = kind is StorageKind.Disk or StorageKind.Remote or StorageKind.Stream;

    /// <summary>Whether a write had better be left to the pool just now.</summary>
    internal bool IsSlow => Volatile.Read(ref _distrust) > 0;

    /// <summary>
    /// What holds the files of a device. Remembered by its number; where the kernel made that up, as for tmpfs, overlays, FUSE and networks, and for each volume of btrfs and ZFS, it
    /// stands for the next one as soon as this one is unmounted, which may be a network's, so the type is looked at, too (fstatfs(2), at each opening). Not where a server would have to be asked for it: such a number stays under suspicion.
    /// </summary>
    /// <param name="device">The device's number.</param>
    /// <param name="fd">A file on it.</param>
    internal static Storage Of(ulong device, nint fd)
    {
        Storage? last = Find(device);
        if (last is not null && (!FileStatx.IsMadeUp(device) || last.Kind == StorageKind.Remote))
        {
            return last;
        }

        int type = (int)Libc.FileSystemType(fd);
        return last?.Type == type ? last : Find(device, type) ?? Add(new Storage(KindOf(type), device, type));
    }

    /// <summary>Whether opening a file there may ask a server. False as long as nobody has been there.</summary>
    internal static bool IsRemote(ulong device) => Find(device) is { Kind: StorageKind.Remote };

    /// <summary>A call is going to be made on something that did not wait so far, and is to wait from now on. Any thread.</summary>
    internal void BecomeStream()
    {
        ReadsNoWait = true;
        WritesNoWait = true;
        Kind = StorageKind.Stream;
    }

    /// <summary>A write took so long. Any thread; a lost update does no harm.</summary>
    internal void NoteWrite(long nanoseconds)
    {
        if (nanoseconds > SlowNanoseconds)
        {
            Volatile.Write(ref _distrust, QuickOnesToTrust);
        }
        else if (_distrust > 0)
        {
            _distrust--;
        }
    }

    // The last that was added.
    private static Storage? Find(ulong device, int? type = null)
    {
        Storage? storage = Volatile.Read(ref s_devices);
        while (storage is not null && (storage.Device != device || (type is not null && storage.Type != type)))
        {
            storage = storage._next;
        }

        return storage;
    }

    // Two threads may add the same one at once; the first of the list is found, and the other learns for nobody.
    private static Storage Add(Storage storage)
    {
        Storage? head;
        do
        {
            head = Volatile.Read(ref s_devices);
            storage._next = head;
        }
        while (Interlocked.CompareExchange(ref s_devices, storage, head) != head);
        return storage;
    }

    private static StorageKind KindOf(int magic) =>
        Contains(s_inMemory, magic) ? StorageKind.Memory : Contains(s_onDisk, magic) ? StorageKind.Disk : StorageKind.Remote;

    private static bool Contains(int[] numbers, int number)
    {
        foreach (int one in numbers)
        {
            if (one == number)
            {
                return true;
            }
        }

        return false;
    }
}

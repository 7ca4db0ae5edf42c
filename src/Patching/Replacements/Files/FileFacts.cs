using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Shim.Patching.Interop;

namespace Shim.Patching.Replacements.Files;

/// <summary>What is known of the file behind a handle: found out when it is opened, or at the first call that has to know.</summary>
/// <remarks>
/// Kept by the descriptor's number, as a look-up by handle costs ten times as much. The number comes to stand for other files, and nobody tells;
/// so the handle's hash code goes along, which tells two handles apart but for one chance in 67 million. What was mistaken then is how to wait.
/// </remarks>
internal sealed unsafe class FileFacts
{
    private static FileFacts?[] s_byNumber = new FileFacts?[64];

    private readonly int _handle;

    private FileFacts(SafeHandle handle, Storage storage, bool isSynchronous, bool isDevice, bool isTerminal = false)
    {
        _handle = RuntimeHelpers.GetHashCode(handle);
        Storage = storage;
        IsSynchronous = isSynchronous;
        IsDevice = isDevice;
        IsTerminal = isTerminal;
    }

    internal Storage Storage { get; }

    /// <summary>Whether a write comes back only when the disk has the data.</summary>
    internal bool IsSynchronous { get; }

    /// <summary>Whether it is a device that takes one character after the other, such as a terminal.</summary>
    internal bool IsDevice { get; }

    /// <summary>Whether it is a terminal that a program reads what is typed from: not a pseudo-terminal's master, whose settings are the other end's.</summary>
    internal bool IsTerminal { get; }

    /// <summary>For a terminal: the same one, opened once more and not blocking. Null while there is none.</summary>
    internal SafeFileHandle? NonBlockingTwin { get; set; }

    /// <summary>What is known already, or null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static FileFacts? Known(SafeHandle handle, nint fd)
    {
        FileFacts?[] table = Volatile.Read(ref s_byNumber);
        FileFacts? facts = (ulong)fd < (ulong)table.Length ? table[fd] : null;
        return facts is not null && facts._handle == RuntimeHelpers.GetHashCode(handle) ? facts : null;
    }

    /// <param name="handle">Referenced by the caller.</param>
    /// <param name="fd">Its descriptor.</param>
    internal static FileFacts Of(SafeHandle handle, nint fd) => Known(handle, fd) ?? Learn(handle, fd);

    /// <summary>A file was just opened.</summary>
    /// <param name="handle">What was opened.</param>
    /// <param name="status">What its path was, a moment before.</param>
    /// <param name="isSynchronous">Whether it was opened with O_SYNC.</param>
    internal static void Note(SafeFileHandle handle, in FileStatx status, bool isSynchronous)
    {
        nint fd = handle.DangerousGetHandle();
        Keep(fd, new FileFacts(handle, Storage.Of(status.Device, fd), isSynchronous, isDevice: false));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static FileFacts Learn(SafeHandle handle, nint fd)
    {
        FileStatx status;
        int error = Libc.Statx(fd, &status);
        int flags = Libc.FileFlags(fd);
        if (error != 0 || flags < 0)
        {
            // It is no descriptor: the call that comes next says so, and does not wait.
            return new FileFacts(handle, new Storage(StorageKind.NonBlocking), false, false);
        }

        Storage storage = status.Type switch
        {
            FileStatx.Regular or FileStatx.Directory => Storage.Of(status.Device, fd),
            FileStatx.Block => new Storage(StorageKind.Disk),
            _ => new Storage((flags & Libc.OpenNonBlocking) != 0 ? StorageKind.NonBlocking : StorageKind.Stream),
        };
        TerminalModes modes;
        bool isDevice = status.Type == FileStatx.Character;
        bool isTerminal = isDevice && Libc.TerminalModes(fd, &modes) == 0 && !Libc.IsMaster(fd);
        FileFacts facts = new(handle, storage, (flags & Libc.OpenDataSync) != 0, isDevice, isTerminal);
        Keep(fd, facts);
        return facts;
    }

    private static void Keep(nint fd, FileFacts facts)
    {
        FileFacts?[] table = s_byNumber;
        if (fd >= table.Length)
        {
            // Somebody else may do the same now: one of the two is forgotten, and found out again.
            Array.Resize(ref table, (int)Math.Max(fd + 1, table.Length * 2));
            Volatile.Write(ref s_byNumber, table);
        }

        table[fd] = facts;
    }
}

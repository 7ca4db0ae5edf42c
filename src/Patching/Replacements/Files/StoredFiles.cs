using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Shim.Green;
using Shim.Loop;
using Shim.Patching.Interop;

namespace Shim.Patching.Replacements.Files;

/// <summary>
/// Reading and writing files that have a size. What the page cache can do is done at once; what has to wait for a disk is left to a native
/// thread, and the green thread parks.
/// </summary>
[StackTraceHidden]
internal static unsafe class StoredFiles
{
    /// <summary>Copying so much takes longer than a trip to the pool.</summary>
    internal const long LargeBytes = 1 << 20;

    // RWF_NOWAIT stops where the next page is not at hand, so at a multiple of this; the end of the file is elsewhere, as a rule.
    private const long PageMask = 4095;

    /// <summary>
    /// The most frequent case by itself, as it takes little longer than the system call: what is asked for is in the page cache, to the end of
    /// the request or of the file.
    /// </summary>
    /// <returns>Bytes; -1 when it is not so, or not clear, and nothing has happened yet.</returns>
    internal static int ReadCached(GreenThread me, SafeHandle handle, byte* buffer, int count, long offset)
    {
        nint bytes = -1;
        bool held = false;
        try
        {
            handle.DangerousAddRef(ref held);
            nint fd = handle.DangerousGetHandle();
            if (count <= LargeBytes && FileFacts.Known(handle, fd) is null or { Storage.ReadsNoWait: true })
            {
                IoVector vector = new() { Base = buffer, Count = (nuint)count };
                bytes = Libc.Preadv2(fd, &vector, 1, offset, Libc.NoWait);
            }
        }
        finally
        {
            if (held)
            {
                handle.DangerousRelease();
            }
        }

        if (bytes < 0 || (bytes != count && (bytes == 0 ? !NoWaitReads.TellTheEnd : ((offset + bytes) & PageMask) == 0)))
        {
            return -1;
        }

        me.CountQuickIo(bytes);
        return (int)bytes;
    }

    /// <summary>A Read, PRead or PReadV of a green thread that holds a reference on the handle.</summary>
    /// <returns>Bytes, or a negative errno.</returns>
    internal static long Read(GreenThread me, SafeHandle handle, in FileRequest request)
    {
        FileFacts? facts = FileFacts.Known(handle, request.Fd);
        long total = request.TotalBytes;
        if (facts is null or { Storage.ReadsNoWait: true } && total <= LargeBytes && request.FitsOneCall)
        {
            long bytes = request.TryPerform();
            if (bytes == total || (bytes >= 0 && IsEnd(request, bytes)))
            {
                me.CountQuickIo(bytes);
                return bytes;
            }

            bool isRefused = Libc.IsRefusal(bytes);
            if (bytes < 0 && bytes != -Libc.Again && !isRefused)
            {
                return bytes;
            }

            // What was read already is read again below: it is at hand now, and the answer is then what stock's would be.
            facts ??= FileFacts.Of(handle, request.Fd);
            facts.Storage.ReadsNoWait &= !isRefused;
        }

        facts ??= FileFacts.Of(handle, request.Fd);
        if (facts.Storage.HasQueues && !StreamFiles.IsReady(request.Fd, IoEvents.Read))
        {
            // A native thread's and not the loop's to wait for: trace_pipe ends when tracing is switched off, of which poll says nothing.
            return FileWork.Run(request, FilePools.Peers, "read");
        }

        return facts.Storage.Kind == StorageKind.Memory && total <= LargeBytes
            ? AtOnce(me, request)
            : FileWork.Run(request, FilePools.Disk, "disk");
    }

    /// <summary>A Write, PWrite or PWriteV of a green thread that holds a reference on the handle; of less than asked for, perhaps.</summary>
    /// <returns>Bytes, or a negative errno.</returns>
    internal static long Write(GreenThread me, FileFacts facts, in FileRequest request)
    {
        Storage storage = facts.Storage;
        if (request.TotalBytes > LargeBytes)
        {
            return FileWork.Run(request, FilePools.Disk, "disk");
        }

        if (storage.Kind == StorageKind.Memory)
        {
            return AtOnce(me, request);
        }

        if (facts.IsSynchronous)
        {
            return FileWork.Run(request, FilePools.Disk, "disk");
        }

        if (storage.WritesNoWait && request.FitsOneCall)
        {
            long bytes = request.TryPerform();
            bool isRefused = Libc.IsRefusal(bytes);
            if (bytes >= 0 || (bytes != -Libc.Again && !isRefused))
            {
                me.CountQuickIo(bytes);
                return bytes;
            }

            storage.WritesNoWait &= !isRefused;
        }

        return storage.Kind == StorageKind.Disk && !storage.WritesNoWait && !storage.IsSlow
            ? Timed(me, storage, request)
            : FileWork.Run(request, FilePools.Disk, "disk", storage);
    }

    private static long AtOnce(GreenThread me, in FileRequest request)
    {
        long result = request.Perform();
        me.CountQuickIo(result);
        return result;
    }

    private static long Timed(GreenThread me, Storage storage, in FileRequest request)
    {
        long start = Stopwatch.GetTimestamp();
        long result = request.Perform();
        storage.NoteWrite(Stopwatch.GetTimestamp() - start);
        me.CountQuickIo(result);
        return result;
    }

    /// <summary>
    /// Whether the file ends behind what was read. One whose size is a multiple of a page has to be asked. Reading at the file's own position
    /// moved that, so what was read has to do, as it does for anybody who reads standard input.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsEnd(in FileRequest request, long bytes) =>
        bytes == 0
            ? NoWaitReads.TellTheEnd
            : request.Operation == FileOperation.Read
                || ((request.Offset + bytes) & PageMask) != 0
                || IsNothingAt(request.Fd, request.Offset + bytes);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsNothingAt(nint fd, long offset)
    {
        byte one;
        return NoWaitReads.TellTheEnd
            && new FileRequest { Operation = FileOperation.PRead, Fd = fd, Data = &one, Count = 1, Offset = offset }.TryPerform() == 0;
    }
}

using System.Diagnostics;
using System.Runtime.CompilerServices;
using Shim.Green;
using Shim.Patching.Interop;

namespace Shim.Patching.Replacements.Files;

/// <summary>
/// Reading and writing files that have a size. What the page cache can do is done at once; what has to wait for a disk is left to a native
/// thread, and the green thread parks.
/// </summary>
[StackTraceHidden]
internal static unsafe class StoredFiles
{
    // Copying so much takes longer than a trip to the pool.
    private const long LargeBytes = 1 << 20;

    // RWF_NOWAIT stops where the next page is not at hand, so at a multiple of this; the end of the file is elsewhere, as a rule.
    private const long PageMask = 4095;

    /// <summary>A Read, PRead or PReadV of a green thread that holds a reference on the handle.</summary>
    /// <returns>Bytes, or a negative errno.</returns>
    internal static long Read(GreenThread me, FileFacts facts, in FileRequest request)
    {
        long total = request.TotalBytes;
        if (facts.Kind == FileKind.Memory && total <= LargeBytes)
        {
            return AtOnce(me, request);
        }

        if (facts.ReadsNoWait && total <= LargeBytes && request.FitsOneCall)
        {
            long bytes = request.TryPerform();
            if (bytes == total || (bytes >= 0 && IsEnd(request, bytes)))
            {
                me.CountEagerIo();
                return bytes;
            }

            // What was read already is read again below: it is at hand now, and the answer is then what stock's would be.
            if (bytes < 0 && bytes != -Libc.Again && !Refuses(bytes))
            {
                return bytes;
            }

            facts.ReadsNoWait = !Refuses(bytes);
        }

        return FileWork.Run(request, FilePools.Disk, "disk");
    }

    /// <summary>A Write, PWrite or PWriteV of a green thread that holds a reference on the handle; of less than asked for, perhaps.</summary>
    /// <returns>Bytes, or a negative errno.</returns>
    internal static long Write(GreenThread me, FileFacts facts, in FileRequest request)
    {
        long total = request.TotalBytes;
        if (facts.Kind == FileKind.Memory && total <= LargeBytes)
        {
            return AtOnce(me, request);
        }

        if (facts.WritesNoWait && total <= LargeBytes && request.FitsOneCall)
        {
            long bytes = request.TryPerform();
            if (bytes >= 0 || (bytes != -Libc.Again && !Refuses(bytes)))
            {
                me.CountEagerIo();
                return bytes;
            }

            facts.WritesNoWait = !Refuses(bytes);
        }

        if (facts.Kind == FileKind.Disk && !facts.WritesNoWait && !facts.IsSynchronous && total <= LargeBytes && !facts.Pace.IsSlow)
        {
            long start = Stopwatch.GetTimestamp();
            long result = request.Perform();
            facts.Pace.Note(Stopwatch.GetTimestamp() - start);
            me.CountEagerIo();
            return result;
        }

        return FileWork.Run(request, FilePools.Disk, "disk", facts.IsSynchronous ? null : facts.Pace);
    }

    private static long AtOnce(GreenThread me, in FileRequest request)
    {
        long result = request.Perform();
        me.CountEagerIo();
        return result;
    }

    private static bool Refuses(long result) => result is -Libc.NotSupported or -Libc.NoSystemCall;

    /// <summary>
    /// Whether the file ends behind what was read. One whose size is a multiple of a page has to be asked. Reading at the file's own position
    /// moved that, so what was read has to do, as it does for anybody who reads standard input.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsEnd(in FileRequest request, long bytes) =>
        bytes == 0
        || request.Operation == FileOperation.Read
        || ((request.Offset + bytes) & PageMask) != 0
        || IsNothingAt(request.Fd, request.Offset + bytes);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsNothingAt(nint fd, long offset)
    {
        byte one;
        return new FileRequest { Operation = FileOperation.PRead, Fd = fd, Data = &one, Count = 1, Offset = offset }.TryPerform() == 0;
    }
}

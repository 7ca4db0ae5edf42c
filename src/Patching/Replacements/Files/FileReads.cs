using System.Diagnostics;
using System.Runtime.InteropServices;
using Shim.Green;
using Shim.Patching.Interop;

namespace Shim.Patching.Replacements.Files;

/// <summary>
/// The system calls that every blocking read of a file ends in: <c>Interop.Sys.PRead</c> and <c>PReadV</c> for what has a size, <c>Read</c> for
/// the rest, of the core library and of System.Console. What the framework does around them (short reads, errors, disposed handles) stays as it is.
/// </summary>
[StackTraceHidden]
internal static unsafe class FileReads
{
    internal static string? Probe() => FileCall.Probe();

    internal static int Read(SafeHandle fd, byte* buffer, int count) =>
        GreenThread.Current is { } me
            ? (int)Run(me, fd, new FileRequest { Operation = FileOperation.Read, Data = buffer, Count = count })
            : SystemNative.Read(fd, buffer, count);

    internal static int PRead(SafeHandle fd, byte* buffer, int bufferSize, long fileOffset)
    {
        if (GreenThread.Current is not { } me)
        {
            return SystemNative.PRead(fd, buffer, bufferSize, fileOffset);
        }

        int bytes = StoredFiles.ReadCached(me, fd, buffer, bufferSize, fileOffset);
        return bytes >= 0
            ? bytes
            : (int)Run(me, fd, new FileRequest { Operation = FileOperation.PRead, Data = buffer, Count = bufferSize, Offset = fileOffset });
    }

    internal static long PReadV(SafeHandle fd, nint vectors, int vectorCount, long fileOffset) =>
        GreenThread.Current is { } me
            ? Run(me, fd, new FileRequest { Operation = FileOperation.PReadV, Data = (void*)vectors, Count = vectorCount, Offset = fileOffset })
            : SystemNative.PReadV(fd, (IoVector*)vectors, vectorCount, fileOffset);

    private static long Run(GreenThread me, SafeHandle handle, FileRequest request)
    {
        long result;
        bool held = false;
        try
        {
            handle.DangerousAddRef(ref held);
            request.Fd = handle.DangerousGetHandle();
            result = request.Operation == FileOperation.Read && FileFacts.Of(handle, request.Fd) is { Storage.HasFiles: false } facts
                ? StreamFiles.Read(me, facts, request)
                : StoredFiles.Read(me, handle, request);
        }
        finally
        {
            if (held)
            {
                handle.DangerousRelease();
            }
        }

        return FileCall.Answer(result);
    }
}

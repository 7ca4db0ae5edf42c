using System.Diagnostics;
using System.Runtime.InteropServices;
using Shim.Green;
using Shim.Patching.Interop;

namespace Shim.Patching.Replacements.Files;

/// <summary>
/// The system calls that every blocking write to a file ends in: <c>Interop.Sys.PWrite</c> and <c>PWriteV</c> for what has a size, <c>Write</c>
/// for the rest, of the core library and of System.Console. Their callers go on by themselves where less was written than they asked for.
/// </summary>
[StackTraceHidden]
internal static unsafe class FileWrites
{
    internal static string? Probe() => FileCall.Probe();

    internal static int Write(SafeHandle fd, byte* buffer, int bufferSize) =>
        GreenThread.Current is { } me
            ? (int)Run(me, fd, new FileRequest { Operation = FileOperation.Write, Data = buffer, Count = bufferSize })
            : SystemNative.Write(fd, buffer, bufferSize);

    internal static int ConsoleWrite(SafeHandle fd, byte* buffer, int bufferSize) =>
        GreenThread.Current is { } me
            ? (int)Run(me, fd, new FileRequest { Operation = FileOperation.Write, Data = buffer, Count = bufferSize }, isConsole: true)
            : SystemNative.Write(fd, buffer, bufferSize);

    internal static int PWrite(SafeHandle fd, byte* buffer, int bufferSize, long fileOffset) =>
        GreenThread.Current is { } me
            ? (int)Run(me, fd, new FileRequest { Operation = FileOperation.PWrite, Data = buffer, Count = bufferSize, Offset = fileOffset })
            : SystemNative.PWrite(fd, buffer, bufferSize, fileOffset);

    internal static long PWriteV(SafeHandle fd, nint vectors, int vectorCount, long fileOffset) =>
        GreenThread.Current is { } me
            ? Run(me, fd, new FileRequest { Operation = FileOperation.PWriteV, Data = (void*)vectors, Count = vectorCount, Offset = fileOffset })
            : SystemNative.PWriteV(fd, (IoVector*)vectors, vectorCount, fileOffset);

    private static long Run(GreenThread me, SafeHandle handle, FileRequest request, bool isConsole = false)
    {
        long result;
        bool held = false;
        try
        {
            handle.DangerousAddRef(ref held);
            request.Fd = handle.DangerousGetHandle();
            FileFacts facts = FileFacts.Of(handle, request.Fd);
            result = facts.Storage.HasFiles
                ? StoredFiles.Write(me, facts, request)
                : StreamFiles.Write(me, facts, request, isConsole);
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

using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using Shim.Green;
using Shim.Loop;
using Shim.Patching.Interop;

namespace Shim.Patching.Replacements.Files;

/// <summary>
/// Writing to a terminal, which says that it is ready when it has room for one byte, and then waits with the second. So it is opened once more,
/// not blocking, which concerns nobody else; where that is not allowed (a terminal of another user), a native thread does the write.
/// </summary>
[StackTraceHidden]
internal static class Terminals
{
    private const int Flags = Libc.OpenWriteOnly | Libc.OpenNonBlocking | Libc.OpenNoTerminal | Libc.OpenCloseOnExec;

    /// <returns>Bytes, or a negative errno.</returns>
    internal static long Write(GreenThread me, FileFacts facts, FileRequest request)
    {
        SafeFileHandle twin = facts.NonBlockingTwin ??= Open(request.Fd);
        if (twin.IsInvalid)
        {
            return FileWork.Run(request, FilePools.Peers, "write");
        }

        nint fd = request.Fd;
        request.Fd = twin.DangerousGetHandle(); // lives as long as the facts, which the caller has
        while (true)
        {
            long result = request.Perform();
            if (result != -Libc.Again)
            {
                me.CountEagerIo();
                GC.KeepAlive(facts);
                return result;
            }

            StreamFiles.Wait(me, fd, IoEvents.Write, "write");
        }
    }

    private static SafeFileHandle Open(nint fd)
    {
        ReadOnlySpan<byte> folder = "/proc/self/fd/"u8;
        Span<byte> path = stackalloc byte[32];
        folder.CopyTo(path);
        fd.TryFormat(path[folder.Length..], out int digits);
        path[folder.Length + digits] = 0;
        return new SafeFileHandle(Libc.Open(path, Flags), ownsHandle: true);
    }
}

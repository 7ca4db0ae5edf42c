using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using Shim.Green;
using Shim.Loop;
using Shim.Patching.Interop;

namespace Shim.Patching.Replacements.Files;

/// <summary>
/// Writing to a terminal or another device, which says that it is ready when it has room for one byte, and then waits with the second. So the
/// console's terminal is opened once more, not blocking, which concerns nobody else. Where that is not allowed (another user's terminal), and for
/// devices that are opened and closed, which notice every opening, a native thread does the write.
/// </summary>
[StackTraceHidden]
internal static class Devices
{
    private const int Flags = Libc.OpenWriteOnly | Libc.OpenNonBlocking | Libc.OpenNoTerminal | Libc.OpenCloseOnExec;

    /// <returns>Bytes, or a negative errno.</returns>
    internal static long Write(GreenThread me, FileFacts facts, FileRequest request, bool isConsole)
    {
        SafeFileHandle? twin = isConsole ? facts.NonBlockingTwin ??= Open(request.Fd) : null;
        if (twin is null or { IsInvalid: true })
        {
            long bytes;
            while ((bytes = FileWork.Run(request, FilePools.Peers, "write")) == -Libc.Again && isConsole)
            {
                StreamFiles.Wait(me, request.Fd, IoEvents.Write, "write");
            }

            return bytes;
        }

        nint fd = request.Fd;
        request.Fd = twin.DangerousGetHandle();
        while (true)
        {
            long result = request.Perform();
            if (result != -Libc.Again)
            {
                me.CountEager();
                GC.KeepAlive(twin);
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

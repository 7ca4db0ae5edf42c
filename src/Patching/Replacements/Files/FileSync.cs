using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using Shim.Green;
using Shim.Patching.Interop;

namespace Shim.Patching.Replacements.Files;

/// <summary><c>Interop.Sys.FSync</c> and <c>CopyFile</c>: calls that wait for a disk as a rule, or move a whole file.</summary>
[StackTraceHidden]
internal static class FileSync
{
    internal static string? Probe() => FileCall.Probe();

    internal static int FSync(SafeFileHandle fd) => Run(fd, null, FileOperation.FSync, 0);

    internal static int CopyFile(SafeFileHandle source, SafeFileHandle destination, long sourceLength) =>
        Run(source, destination, FileOperation.Copy, sourceLength);

    private static int Run(SafeFileHandle handle, SafeFileHandle? target, FileOperation operation, long length)
    {
        long result;
        bool held = false;
        bool targetHeld = false;
        try
        {
            target?.DangerousAddRef(ref targetHeld);
            handle.DangerousAddRef(ref held);
            FileRequest request = new()
            {
                Operation = operation, Fd = handle.DangerousGetHandle(), Target = target?.DangerousGetHandle() ?? 0, Offset = length,
            };
            bool isQuick = target is null && FileFacts.Of(handle, request.Fd).Storage.Kind == StorageKind.Memory;
            result = isQuick || GreenThread.Current is null
                ? request.Perform()
                : FileWork.Run(request, FilePools.Disk, "disk");
        }
        finally
        {
            if (held)
            {
                handle.DangerousRelease();
            }

            if (targetHeld)
            {
                target!.DangerousRelease();
            }
        }

        return (int)FileCall.Answer(result);
    }
}

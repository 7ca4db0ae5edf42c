using Microsoft.Win32.SafeHandles;

namespace Shim.Loop.Interop;

/// <summary>Owns a file descriptor.</summary>
internal sealed class DescriptorHandle : SafeHandleMinusOneIsInvalid
{
    public DescriptorHandle(int fd)
        : base(ownsHandle: true) => SetHandle(fd);

    public int Fd => (int)handle;

    protected override bool ReleaseHandle() => Libc.Close(Fd) == 0;
}

using Microsoft.Win32.SafeHandles;

namespace Shim.Loop.Interop;

/// <summary>Owns a file descriptor.</summary>
internal sealed class DescriptorHandle : SafeHandleMinusOneIsInvalid
{
    private DescriptorHandle(int fd)
        : base(ownsHandle: true) => SetHandle(fd);

    public int Fd => (int)handle;

    /// <param name="fd">What <paramref name="call"/> returned: a descriptor, or a negative errno.</param>
    /// <param name="call">The name of the call, for the message.</param>
    /// <exception cref="IOException">It is an error.</exception>
    public static DescriptorHandle Own(int fd, string call) =>
        fd >= 0 ? new DescriptorHandle(fd) : throw new IOException($"{call} failed with errno {-fd}.");

    protected override bool ReleaseHandle() => Libc.Close(Fd) == 0;
}

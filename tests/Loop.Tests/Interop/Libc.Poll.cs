using System.Runtime.InteropServices;

namespace Shim.Loop.Tests.Interop;

internal static unsafe partial class Libc
{
    public const short POLLIN = 1;
    public const short POLLOUT = 4;
    public const short POLLERR = 8;
    public const short POLLHUP = 16;

    /// <summary>What poll(2) says about one descriptor, now.</summary>
    public static short PollNow(int fd)
    {
        var item = new PollItem { Fd = fd, Events = POLLIN | POLLOUT };
        Check(poll(&item, 1, 0));
        return item.Found;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int poll(PollItem* items, nuint count, int timeoutMs);

    private struct PollItem
    {
        public int Fd;
        public short Events;
        public short Found;
    }
}

using Shim.Green.Interop;

namespace Shim.Green;

/// <summary>What the kernel says of one OS thread of this process.</summary>
/// <remarks>
/// Past System.IO and cultures, whose first use loads more than an assembly: on the watchdog's thread, where a program that has no descriptor left
/// would end by it.
/// </remarks>
internal static class TaskFile
{
    // Those that are asked for are one line, which a single read gives as a whole.
    private const int Enough = 1024;

    /// <summary>A file of /proc/self/task/TID; nothing where it is not to be read, or the thread has ended.</summary>
    internal static ReadOnlySpan<byte> Read(int tid, ReadOnlySpan<byte> name)
    {
        Span<byte> path = stackalloc byte[64];
        "/proc/self/task/"u8.CopyTo(path);
        int length = "/proc/self/task/"u8.Length;
        tid.TryFormat(path[length..], out int digits); // of a number that is not negative, no culture is asked
        length += digits;
        path[length++] = (byte)'/';
        name.CopyTo(path[length..]);
        path[length + name.Length] = 0;

        int fd = Libc.Open(path);
        if (fd < 0)
        {
            return [];
        }

        byte[] content = new byte[Enough];
        nint count = Libc.ReadBytes(fd, content);
        _ = Libc.Close(fd);
        return count > 0 ? content.AsSpan(0, (int)count) : [];
    }
}

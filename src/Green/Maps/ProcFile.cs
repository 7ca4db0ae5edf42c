using Shim.Green.Interop;

namespace Shim.Green.Maps;

/// <summary>Reads a file of /proc (whose length is not known beforehand) without going through System.IO.</summary>
internal static class ProcFile
{
    internal static byte[]? ReadAll(ReadOnlySpan<byte> zeroTerminatedPath, out int length)
    {
        length = 0;
        var fd = Libc.Open(zeroTerminatedPath);
        if (fd < 0)
        {
            return null;
        }

        var buffer = new byte[64 * 1024];
        nint count;
        while ((count = Libc.ReadBytes(fd, buffer.AsSpan(length))) > 0)
        {
            length += (int)count;
            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }
        }

        _ = Libc.Close(fd);
        return count < 0 ? null : buffer;
    }
}

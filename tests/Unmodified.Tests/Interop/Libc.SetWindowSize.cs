using System.Runtime.InteropServices;

namespace Unmodified.Tests.Interop;

internal static partial class Libc
{
    /// <summary>ioctl(2) with TIOCSWINSZ. -1 for an error.</summary>
    internal static int SetWindowSize(int terminal, ushort columns, ushort rows) => Ioctl(terminal, 0x5414, [rows, columns, 0, 0]);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Ioctl(int terminal, nuint request, ushort[] size);
}

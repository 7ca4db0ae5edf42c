using System.Runtime.InteropServices;

namespace Unmodified.Tests.Interop;

internal static partial class Libc
{
    /// <summary>The size of struct termios.</summary>
    internal const int TerminalSettingsSize = 60;

    /// <summary>tcgetattr(3). -1 for an error.</summary>
    [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    internal static partial int TcGetAttr(int terminal, [Out] byte[] settings);
}

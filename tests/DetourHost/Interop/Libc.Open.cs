using System.Runtime.InteropServices;

namespace DetourHost.Interop;

internal static partial class Libc
{
    internal const int ReadWrite = 2;

    /// <summary>open(2). A descriptor, or -1.</summary>
    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(string path, int flags);
}

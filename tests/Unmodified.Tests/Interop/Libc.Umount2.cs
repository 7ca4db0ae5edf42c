using System.Runtime.InteropServices;

namespace Unmodified.Tests.Interop;

internal static partial class Libc
{
    /// <summary>MNT_DETACH: out of sight at once, gone when nobody uses it any more.</summary>
    internal const int Detach = 2;

    /// <summary>umount2(2). -1 for an error.</summary>
    [LibraryImport("libc", EntryPoint = "umount2", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Umount2(string target, int flags);
}

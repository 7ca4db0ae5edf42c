using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static unsafe partial class Libc
{
    /// <summary>poll(2). For the events that <see cref="SystemNative.Poll"/> does not pass on.</summary>
    /// <returns>For how many entries there is news, or -1.</returns>
    [LibraryImport("libc", EntryPoint = "poll")]
    internal static partial int Poll(PollEntry* entries, ulong count, int milliseconds);
}

using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static unsafe partial class SystemNative
{
    /// <summary>
    /// poll(2), repeated on EINTR; <paramref name="milliseconds"/> -1 waits for ever. The answer is a <c>PalError</c>, 0 for success,
    /// and <paramref name="triggered"/> says for how many entries there is news.
    /// </summary>
    [LibraryImport(Library, EntryPoint = "SystemNative_Poll")]
    internal static partial int Poll(PollEntry* entries, uint count, int milliseconds, uint* triggered);
}

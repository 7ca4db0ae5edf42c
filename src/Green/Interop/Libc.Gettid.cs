using System.Runtime.InteropServices;

namespace Shim.Green.Interop;

internal static partial class Libc
{
    /// <summary>gettid(2): the kernel's id of the OS thread that runs now; on a carrier, the carrier's.</summary>
    [LibraryImport("libc", EntryPoint = "gettid")]
    [SuppressGCTransition]
    internal static partial int GetTid();
}

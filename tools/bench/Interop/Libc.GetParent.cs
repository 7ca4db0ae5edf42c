using System.Runtime.InteropServices;

namespace Bench.Interop;

internal static partial class Libc
{
    /// <summary>A system call that does next to nothing: what the way into the kernel and back costs.</summary>
    [LibraryImport("libc", EntryPoint = "getppid")]
    [SuppressGCTransition]
    internal static partial int GetParent();
}

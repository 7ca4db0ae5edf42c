using System.Runtime.InteropServices;

namespace Shim.Green.Interop;

internal static partial class Libc
{
    /// <summary>sigaltstack(2): sets, reads, or both. 0, or -1.</summary>
    [LibraryImport("libc", EntryPoint = "sigaltstack")]
    internal static unsafe partial int Sigaltstack(SignalStack* replacement, SignalStack* current);
}

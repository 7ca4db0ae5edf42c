using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static unsafe partial class Cares
{
    /// <summary>Makes a channel. What the options say is copied. Reads files; asks nobody. The answer is 0, or an ARES_E number.</summary>
    [LibraryImport(Library, EntryPoint = "ares_init_options")]
    internal static partial int InitOptions(nint* channel, CaresOptions* options, int mask);
}

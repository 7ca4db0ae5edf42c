using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static unsafe partial class Cares
{
    /// <summary>To be called before anything else; not while another thread is in the library. The answer is 0, or an ARES_E number.</summary>
    internal static int LibraryInit() => LibraryInit(InitAll);

    [LibraryImport(Library, EntryPoint = "ares_library_init")]
    private static partial int LibraryInit(int flags);
}

using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

internal static partial class SystemNative
{
    /// <summary>An errno as the framework's native half numbers it, a <c>PalError</c>.</summary>
    [LibraryImport(Library, EntryPoint = "SystemNative_ConvertErrorPlatformToPal")]
    internal static partial int ConvertErrorPlatformToPal(int errno);
}

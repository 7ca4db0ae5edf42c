using System.Runtime.InteropServices;
using Shim.Green;

namespace Shim.Patching.Replacements;

/// <summary>
/// The end of a blocking region around a native call of the framework's: the way back makes system calls, too, and the framework asks for the error of its
/// own afterwards.
/// </summary>
internal static class RegionEnd
{
    internal static T Leave<T>(BlockingRegion region, T result)
    {
        Leave(region);
        return result;
    }

    internal static void Leave(BlockingRegion region)
    {
        int error = Marshal.GetLastPInvokeError();
        region.Dispose();
        Marshal.SetLastPInvokeError(error);
    }
}

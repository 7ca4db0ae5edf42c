using System.Runtime.InteropServices;
using Shim.Green;

namespace Shim.Patching.Replacements;

/// <summary>
/// The end of a blocking region around a native call of the framework's: the way back makes system calls, too, and the framework asks for the error of its
/// own afterwards. To be disposed whatever the call does: it throws where a handle was closed meanwhile, and who does not leave its region runs beside the others for good.
/// </summary>
internal readonly ref struct RegionEnd(BlockingRegion region)
{
    private readonly BlockingRegion _region = region;

    public void Dispose()
    {
        int error = Marshal.GetLastPInvokeError();
        _region.Dispose();
        Marshal.SetLastPInvokeError(error);
    }
}

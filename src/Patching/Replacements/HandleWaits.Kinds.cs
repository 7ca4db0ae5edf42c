using System.Numerics;
using System.Runtime.InteropServices;
using Shim.Patching.Replacements.Waiting;

namespace Shim.Patching.Replacements;

/// <summary>What a handle is, where its class does not tell.</summary>
internal static partial class HandleWaits
{
    // ERROR_NOT_OWNER (winerror.h): src/coreclr/pal/src/synchobj/mutex.cpp, InternalReleaseMutex. Of what is no mutex it says ERROR_INVALID_HANDLE.
    private const int NotOwner = 288;

    /// <summary>Tells mutexes from what may be anything, for who could not have any of them just now, and thus owns none.</summary>
    private static HandleKinds Told(HandleKinds kinds, ReadOnlySpan<nint> handles)
    {
        for (ulong left = kinds.Unknown; left != 0; left &= left - 1)
        {
            int i = BitOperations.TrailingZeroCount(left);
            if (CoreLib.ReleaseMutex(handles[i]) == 0 && Marshal.GetLastSystemError() == NotOwner)
            {
                kinds = kinds.WithMutex(i);
            }
        }

        return kinds;
    }
}

using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Shim.Patching.Interop;

namespace Shim.Patching.Replacements.Files;

/// <summary>What the replacements of the framework's system calls have in common: how they answer.</summary>
[StackTraceHidden]
internal static class FileCall
{
    private static readonly string[] s_exports =
    [
        "Read", "Write", "PRead", "PWrite", "PReadV", "PWriteV", "FSync", "CopyFile", "Open", "ReadStdin", "Poll",
    ];

    private static readonly Lazy<string?> s_probe = new(Ask);

    /// <summary>What of the framework's native half is missing, or null.</summary>
    internal static string? Probe() => s_probe.Value;

    /// <summary>The result of a native call as bytes or a negative errno.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static long Result(long result) => result < 0 ? -Marshal.GetLastPInvokeError() : result;

    /// <summary>
    /// The other way round, as the framework's callers expect it. To be called last: releasing a handle may close it, and that sets the errno, too.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static long Answer(long result)
    {
        if (result >= 0)
        {
            return result;
        }

        Marshal.SetLastPInvokeError((int)-result);
        return -1;
    }

    private static string? Ask()
    {
        if (!NativeLibrary.TryLoad("libSystem.Native", typeof(SystemNative).Assembly, null, out nint library))
        {
            return "libSystem.Native cannot be loaded";
        }

        foreach (string name in s_exports)
        {
            if (!NativeLibrary.TryGetExport(library, "SystemNative_" + name, out _))
            {
                return "libSystem.Native has no SystemNative_" + name;
            }
        }

        return null;
    }
}

using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Shim.Green;
using Shim.Patching.Interop;

namespace Shim.Patching.Replacements.Files;

/// <summary>The opening of a file, by a native thread.</summary>
internal sealed class OpenWork : NativeWork
{
    private readonly string _path;
    private readonly int _flags;
    private readonly int _mode;
    private SafeFileHandle? _opened;
    private int _error;

    private OpenWork(string path, int flags, int mode)
    {
        _path = path;
        _flags = flags;
        _mode = mode;
    }

    /// <summary>Has a file opened while the calling green thread waits.</summary>
    /// <returns>As <see cref="SystemNative.Open"/>.</returns>
    internal static SafeFileHandle Run(NativePool pool, string path, int flags, int mode)
    {
        OpenWork work = new(path, flags, mode);
        pool.Run(work, "open");
        Marshal.SetLastPInvokeError(work._error);
        return work._opened!;
    }

    protected override void Execute()
    {
        _opened = SystemNative.Open(_path, _flags, _mode);
        _error = Marshal.GetLastPInvokeError();
    }
}

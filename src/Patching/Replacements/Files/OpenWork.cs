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
    private readonly bool _learns;
    private SafeFileHandle? _opened;
    private int _error;

    private OpenWork(string path, int flags, int mode, bool learns)
    {
        _path = path;
        _flags = flags;
        _mode = mode;
        _learns = learns;
    }

    /// <summary>Has a file opened while the calling green thread waits.</summary>
    /// <param name="pool">Whose thread is to do it.</param>
    /// <param name="path">What to open.</param>
    /// <param name="flags">The framework's.</param>
    /// <param name="mode">Of a new file.</param>
    /// <param name="learns">Whether to find out, too, what kind of file it is, for whoever closes it without having used it.</param>
    /// <returns>As <see cref="SystemNative.Open"/>.</returns>
    internal static SafeFileHandle Run(NativePool pool, string path, int flags, int mode, bool learns = false)
    {
        OpenWork work = new(path, flags, mode, learns);
        pool.Run(work, "open");
        Marshal.SetLastPInvokeError(work._error);
        return work._opened!;
    }

    protected override void Execute()
    {
        _opened = SystemNative.Open(_path, _flags, _mode);
        _error = Marshal.GetLastPInvokeError();
        if (_learns && !_opened.IsInvalid)
        {
            FileFacts.Of(_opened, _opened.DangerousGetHandle());
        }
    }
}

using System.Runtime.InteropServices;

namespace Green.Interop;

internal static unsafe partial class Libc
{
    /// <summary>
    /// Becomes another program, in this process, with the environment as <see cref="SetEnvironment"/> left it. Returns only when that failed: a negative errno.
    /// </summary>
    internal static int Exec(string path, IReadOnlyList<string> arguments)
    {
        // Never freed: on success there is nobody left to do it, on failure the process is about to end.
        var argv = (byte**)NativeMemory.AllocZeroed((nuint)arguments.Count + 1, (nuint)sizeof(byte*));
        for (int i = 0; i < arguments.Count; i++)
        {
            argv[i] = (byte*)Marshal.StringToCoTaskMemUTF8(arguments[i]);
        }
        _ = ExecNative((byte*)Marshal.StringToCoTaskMemUTF8(path), argv);
        return -Marshal.GetLastSystemError();
    }

    [LibraryImport("libc", EntryPoint = "execvp")]
    private static partial int ExecNative(byte* path, byte** argv);
}

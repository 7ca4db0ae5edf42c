using System.Runtime.InteropServices;

namespace Green.Interop;

internal static partial class Libc
{
    /// <summary>Sets a variable in the process's own environment, which .NET only copies at start; returns 0, or a negative errno.</summary>
    internal static int SetEnvironment(string name, string value) => SetEnvNative(name, value, 1) < 0 ? -Marshal.GetLastSystemError() : 0;

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvNative(string name, string value, int overwrite);
}

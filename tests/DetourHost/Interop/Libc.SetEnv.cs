using System.Runtime.InteropServices;

namespace DetourHost.Interop;

internal static partial class Libc
{
    /// <summary>setenv(3): for native libraries, which do not see what Environment.SetEnvironmentVariable sets. 0 or -1.</summary>
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SetEnv(string name, string value, int overwrite);
}

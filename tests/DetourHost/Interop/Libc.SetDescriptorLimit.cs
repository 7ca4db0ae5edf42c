using System.Runtime.InteropServices;

namespace DetourHost.Interop;

internal static partial class Libc
{
    private const int NoFile = 7; // RLIMIT_NOFILE, asm-generic/resource.h

    /// <summary>setrlimit(2): how many descriptors this process may have from now on.</summary>
    internal static int SetDescriptorLimit(long most) => SetLimit(NoFile, [most, most]);

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int SetLimit(int resource, [In] long[] limits);
}

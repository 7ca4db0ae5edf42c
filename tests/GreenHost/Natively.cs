using System.Runtime.InteropServices;

namespace GreenHost;

/// <summary>What no patch can see: a call that blocks its OS thread.</summary>
internal static partial class Natively
{
    [LibraryImport("libc", EntryPoint = "usleep")]
    internal static partial int Sleep(uint microseconds);

    [LibraryImport("libc", EntryPoint = "gettid")]
    internal static partial int ThreadId();
}

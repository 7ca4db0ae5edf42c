using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using Shim.Green;
using Shim.Loop;
using Shim.Patching.Interop;

namespace Shim.Patching.Replacements.Files;

/// <summary>
/// <c>Interop.Sys.ReadStdin</c> of System.Console: keys that are pressed at a terminal. The framework has changed the terminal's mode around the call,
/// so the call itself stays the framework's, and only waits for the first key beforehand.
/// </summary>
[StackTraceHidden]
internal static unsafe class ConsoleInput
{
    private static readonly SafeFileHandle s_input = new(0, ownsHandle: false);

    internal static string? Probe() => FileCall.Probe();

    internal static int ReadStdin(byte* buffer, int bufferSize)
    {
        if (GreenThread.Current is { } me)
        {
            FileFacts facts = FileFacts.Of(s_input, 0);
            if (!StreamFiles.AwaitReady(me, facts, 0, IoEvents.Read, "console"))
            {
                me.CountEager();
            }
        }

        return SystemNative.ReadStdin(buffer, bufferSize);
    }
}

using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using Shim.Green;
using Shim.Patching.Interop;

namespace Shim.Patching.Replacements.Files;

/// <summary>
/// <c>Interop.Sys.ReadStdin</c> of System.Console: keys that are pressed at a terminal. The framework has changed the terminal's mode around the call,
/// so the call itself stays the framework's: it is made once a key is there, or by a thread that may wait.
/// </summary>
[StackTraceHidden]
internal static unsafe class ConsoleInput
{
    private static readonly SafeFileHandle s_input = new(0, ownsHandle: false);

    internal static string? Probe() => FileCall.Probe();

    internal static int ReadStdin(byte* buffer, int bufferSize)
    {
        if (GreenThread.Current is not { } me)
        {
            return SystemNative.ReadStdin(buffer, bufferSize);
        }

        FileFacts facts = FileFacts.Of(s_input, 0);
        StreamFiles.Settle(facts, 0, isConsole: false);
        FileRequest request = new() { Operation = FileOperation.ReadStdin, Data = buffer, Count = bufferSize };
        return (int)FileCall.Answer(StreamFiles.ReadWhenReady(me, facts, request, "console"));
    }
}

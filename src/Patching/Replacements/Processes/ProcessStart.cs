using System.ComponentModel;
using System.Diagnostics;
using Shim.Green;
using Shim.Patching.Interop;

namespace Shim.Patching.Replacements.Processes;

/// <summary>One call of <c>Process.ForkAndExecProcess</c>, done by a native thread.</summary>
[StackTraceHidden]
internal sealed class ProcessStart : NativeWork
{
    internal int Input;
    internal int Output;
    internal int Error;

    internal required object Process { get; init; }

    internal required ProcessStartInfo Info { get; init; }

    internal required string? Program { get; init; }

    internal required string[] Arguments { get; init; }

    internal required string[] Environment { get; init; }

    internal required string? Folder { get; init; }

    internal required bool SetsUser { get; init; }

    internal required uint User { get; init; }

    internal required uint Group { get; init; }

    internal required uint[]? Groups { get; init; }

    internal required bool UsesTerminal { get; init; }

    internal required bool ThrowsOnNoExec { get; init; }

    /// <summary>What the method returned: false when the file is no program, and that is no error.</summary>
    internal bool IsStarted { get; private set; }

    // The threads of green threads that have ended count against the same limit as processes.
    protected override void Execute()
    {
        long since = 0;
        while (true)
        {
            try
            {
                ForkAndExec();
                return;
            }
            catch (Win32Exception e) when (e.NativeErrorCode == Libc.Again)
            {
                if (!Hub.MakeRoom(ref since))
                {
                    throw;
                }
            }
        }
    }

    // Never the replacement: where the system gives the pool no thread, this is the green thread itself, and would only ask the pool again.
    private void ForkAndExec() => IsStarted = ProcessStarts.CallForkAndExec(Process, Info, Program, Arguments, Environment, Folder, SetsUser, User,
        Group, Groups, ref Input, ref Output, ref Error, UsesTerminal, ThrowsOnNoExec);
}

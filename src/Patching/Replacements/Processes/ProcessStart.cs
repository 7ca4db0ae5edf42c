using System.Diagnostics;
using Shim.Green;

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

    // Never the replacement: where the system gives the pool no thread, this is the green thread itself, and would only ask the pool again.
    protected override void Execute() => IsStarted = ProcessStarts.CallForkAndExec(Process, Info, Program, Arguments, Environment, Folder, SetsUser, User,
        Group, Groups, ref Input, ref Output, ref Error, UsesTerminal, ThrowsOnNoExec);
}

using System.Diagnostics;
using Shim.Green;

namespace Shim.Patching.Replacements.Processes;

/// <summary>
/// <c>Process.ForkAndExecProcess</c>: forks, and waits until the child has begun its program, or has failed to. Milliseconds as a rule, and without
/// limit where the program's file is on a disk that does not answer.
/// </summary>
/// <remarks>
/// The whole method runs on a native thread, not just the native call in it: it holds a lock that the runtime's thread for signals takes for each child that
/// has ended, and a green thread with that lock might have to wait for its turn, with all signals behind it.
/// </remarks>
[StackTraceHidden]
internal static unsafe class ProcessStarts
{
    internal static nint s_forkAndExec; // set by the patch map

    // A child may ask to be killed when its parent ends (PR_SET_PDEATHSIG), and the parent that the kernel means is the thread: these stay.
    // A few, because one of them may hang in a file system.
    private static readonly NativePool s_pool = new("process", 4, isIdleKept: true);

    internal static bool ForkAndExecProcess(object process, ProcessStartInfo info, string? program, string[] arguments, string[] environment, string? folder,
        bool setsUser, uint user, uint group, uint[]? groups, ref int input, ref int output, ref int error, bool usesTerminal, bool throwsOnNoExec)
    {
        if (GreenThread.Current is null)
        {
            return CallForkAndExec(process, info, program, arguments, environment, folder, setsUser, user, group, groups, ref input, ref output, ref error,
                usesTerminal, throwsOnNoExec);
        }

        ProcessStart start = new()
        {
            Process = process, Info = info, Program = program, Arguments = arguments, Environment = environment, Folder = folder, SetsUser = setsUser,
            User = user, Group = group, Groups = groups, Input = input, Output = output, Error = error, UsesTerminal = usesTerminal,
            ThrowsOnNoExec = throwsOnNoExec,
        };
        try
        {
            _ = s_pool.Run(start, "child");
        }
        finally
        {
            input = start.Input;
            output = start.Output;
            error = start.Error;
        }

        return start.IsStarted;
    }

    /// <summary>The original. Blocks.</summary>
    internal static bool CallForkAndExec(object process, ProcessStartInfo info, string? program, string[] arguments, string[] environment, string? folder,
        bool setsUser, uint user, uint group, uint[]? groups, ref int input, ref int output, ref int error, bool usesTerminal, bool throwsOnNoExec) =>
        ((delegate*<object, ProcessStartInfo, string?, string[], string[], string?, bool, uint, uint, uint[]?, ref int, ref int, ref int, bool, bool, bool>)
            s_forkAndExec)(process, info, program, arguments, environment, folder, setsUser, user, group, groups, ref input, ref output, ref error,
            usesTerminal, throwsOnNoExec);
}

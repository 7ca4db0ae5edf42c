using Unmodified.Runs;

namespace Compat.Tests.Harness;

/// <summary>How the suite's programs are run.</summary>
internal static class Modes
{
    private static readonly Lazy<string?> s_whyNoStack = new(AskForStack);

    /// <summary>Those that this machine can do.</summary>
    internal static Mode[] Shimmed => WhyNoStack is null ? [Mode.Stack, Mode.Thread] : [Mode.Thread];

    /// <summary>The same, with the thread pool's work on green threads, too.</summary>
    internal static Mode[] OnPool => WhyNoStack is null ? [Mode.StackEverywhere, Mode.ThreadEverywhere] : [Mode.ThreadEverywhere];

    /// <summary>Why the stack switcher cannot be used here, or null.</summary>
    internal static string? WhyNoStack => s_whyNoStack.Value;

    private static string? AskForStack()
    {
        using ProgramRun run = ProgramRun.Start(Mode.Stack, "PostgresClients", "--list");
        Outcome outcome = run.WaitForExit();
        return outcome.ExitCode != 0 && outcome.Error.Contains("The stack switcher cannot be used here", StringComparison.Ordinal) ? outcome.Error : null;
    }
}

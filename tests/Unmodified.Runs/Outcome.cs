namespace Unmodified.Runs;

/// <summary>What a run of a program left behind, as far as two runs are to agree on it.</summary>
/// <param name="Error">The first line on stderr: the rest of a crash's message names source lines and repeats.</param>
public sealed record Outcome(string Output, string Error, int ExitCode);

namespace Bench.Run;

/// <summary>One of those that are compared: what to start, before a workload's name and arguments.</summary>
/// <param name="Name">As the tables show it.</param>
/// <param name="Suffix">What this side's version of a workload is called behind the workload's name.</param>
/// <param name="Program">The command of a workload, by its name.</param>
/// <param name="Environment">What its processes get beside the environment of this one.</param>
internal sealed record Side(string Name, string Suffix, Func<string, IReadOnlyList<string>> Program, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>True where green threads do the work, and have to be seen doing it.</summary>
    internal bool IsGreen => Environment.ContainsKey(Sides.HookVariable);

    internal IReadOnlyList<string> Command(string workload, IEnumerable<string> arguments) => [.. Program(workload + Suffix), .. arguments];
}

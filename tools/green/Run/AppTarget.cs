namespace Green.Run;

/// <summary>An app that can be run, or the one sentence that says why it cannot.</summary>
/// <param name="Path">The full path of its assembly.</param>
/// <param name="HostArguments">What `dotnet` needs to be told before the assembly.</param>
/// <param name="Error">Null when it can be run.</param>
internal sealed record AppTarget(string Path, IReadOnlyList<string> HostArguments, string? Error)
{
    internal static AppTarget Refused(string error) => new("", [], error);
}

namespace Green.Audit;

/// <summary>What an audit looks at.</summary>
internal sealed record AuditInput
{
    /// <summary>Folders with the framework's assemblies and native libraries.</summary>
    internal required IReadOnlyList<string> Runtime { get; init; }

    internal required string PatchMap { get; init; }

    internal required string Natives { get; init; }

    internal required string Reasons { get; init; }

    /// <summary>The folder with Shim.Patching.dll.</summary>
    internal required string Shim { get; init; }

    /// <summary>The folders of a runtime: the one that was named, or what belongs together in an unpacked runtime pack.</summary>
    /// <exception cref="AuditInputException">There is no such folder.</exception>
    internal static IReadOnlyList<string> FindFolders(string path)
    {
        if (!Directory.Exists(path))
        {
            throw new AuditInputException($"there is no directory '{path}'");
        }
        string[] candidates = Directory.Exists(Path.Combine(path, "runtimes"))
            ? [.. Directory.EnumerateDirectories(Path.Combine(path, "runtimes"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)]
            : [path, Path.GetFullPath(Path.Combine(path, "..", "..", "native"))];
        string[] folders = [.. candidates.Where(d => Directory.Exists(d) && (Directory.EnumerateFiles(d, "*.dll").Any() || File.Exists(Path.Combine(d, "libcoreclr.so"))))];
        return folders.Length > 0 ? folders : throw new AuditInputException($"there is no .NET assembly in '{path}'");
    }
}

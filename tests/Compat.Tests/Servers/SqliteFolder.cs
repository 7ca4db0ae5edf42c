using Compat.Tests.Harness;

namespace Compat.Tests.Servers;

/// <summary>A folder for each run: SQLite has no server, and is in the package.</summary>
public sealed class SqliteFolder : IService
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("compat-");

    /// <inheritdoc/>
    public string Name => "SQLite of the package";

    /// <inheritdoc/>
    public string[] NewRun() => [_folder.CreateSubdirectory(Guid.NewGuid().ToString("N")).FullName];

    /// <inheritdoc/>
    public void Kill() => throw new NotSupportedException("There is nothing to kill.");

    /// <inheritdoc/>
    public void Start() => throw new NotSupportedException("There is nothing to start.");

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);
}

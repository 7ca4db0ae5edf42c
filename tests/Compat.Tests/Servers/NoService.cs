using Compat.Tests.Harness;

namespace Compat.Tests.Servers;

/// <summary>For programs that are the server themselves.</summary>
public sealed class NoService : IService
{
    /// <inheritdoc/>
    public string Name => "HttpClient";

    /// <inheritdoc/>
    public string[] NewRun() => [];

    /// <inheritdoc/>
    public void Kill() => throw new NotSupportedException("There is nothing to kill.");

    /// <inheritdoc/>
    public void Start() => throw new NotSupportedException("There is nothing to start.");

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}

using Compat.Tests.Harness;

namespace Compat.Tests.Servers;

/// <summary>memcached, with a prefix of keys for each run.</summary>
public sealed class MemcachedServer : Server
{
    /// <inheritdoc/>
    public MemcachedServer() => Start();

    /// <inheritdoc/>
    public override string Name { get; } = "memcached " + Daemons.VersionOf("memcached");

    /// <inheritdoc/>
    protected override string[] Command() => [Daemons.Get("memcached"), "-l", "127.0.0.1", "-p", $"{Port}", "-U", "0", "-c", "2000"];

    /// <inheritdoc/>
    protected override string[] Arrange(int run) => ["127.0.0.1", $"{Port}", $"run{run}:"];
}

using Compat.Tests.Harness;

namespace Compat.Tests.Servers;

/// <summary>Redis, with a database for each run.</summary>
public sealed class RedisServer : Server
{
    private readonly int _tlsPort = TcpPorts.Next();

    /// <inheritdoc/>
    public RedisServer()
    {
        (string certificate, string key) = Certificate.New();
        Write("server.crt", certificate);
        Write("server.key", key);
        Start();
    }

    /// <inheritdoc/>
    public override string Name { get; } = "Redis " + Daemons.VersionOf("redis-server");

    /// <inheritdoc/>
    protected override string[] Command() =>
    [
        Daemons.Get("redis-server"), "--bind", "127.0.0.1", "--port", $"{Port}", "--databases", "1000",
        // What was acknowledged survives a kill: it has been written then, if not to the disk.
        "--save", "", "--appendonly", "yes", "--appendfsync", "no",
        "--tls-port", $"{_tlsPort}", "--tls-cert-file", "server.crt", "--tls-key-file", "server.key", "--tls-auth-clients", "no",
    ];

    /// <inheritdoc/>
    protected override int[] Ports => [Port, _tlsPort];

    /// <inheritdoc/>
    protected override string[] Arrange(int run) => ["127.0.0.1", $"{Port}", $"{_tlsPort}", $"{run}"];
}

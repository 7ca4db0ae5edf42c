using Compat.Tests.Harness;

namespace Compat.Tests.Servers;

/// <summary>NATS, with names of subjects for each run. It takes TLS on all of its port or none, so there is a second one for that.</summary>
public sealed class NatsServer : Server
{
    private readonly int _tlsPort = TcpPorts.Next();

    /// <inheritdoc/>
    public NatsServer()
    {
        (string certificate, string key) = Certificate.New();
        Write("server.crt", certificate);
        Write("server.key", key);
        // A handshake may take longer than the half second that it has otherwise, where everything runs at once.
        Write("tls.conf", "tls { cert_file: server.crt, key_file: server.key, timeout: 60 }");
        Start();
    }

    /// <inheritdoc/>
    public override string Name { get; } = "NATS " + Daemons.VersionOf("nats-server");

    /// <inheritdoc/>
    protected override string[] Command() =>
    [
        "sh", "-c", "\"$0\" -a 127.0.0.1 -p \"$2\" -c tls.conf & exec \"$0\" -a 127.0.0.1 -p \"$1\"",
        Daemons.Get("nats-server"), $"{Port}", $"{_tlsPort}",
    ];

    /// <inheritdoc/>
    protected override int[] Ports => [Port, _tlsPort];

    /// <inheritdoc/>
    protected override string[] Arrange(int run) => ["127.0.0.1", $"{Port}", $"{_tlsPort}", $"run{run}"];
}

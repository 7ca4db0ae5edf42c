using Compat.Tests.Harness;

namespace Compat.Tests.Servers;

/// <summary>RabbitMQ, whose queues get names of their own; with a port mapper of its own, for Erlang's would outlive it.</summary>
public sealed class RabbitServer : Server
{
    private readonly int _tlsPort = TcpPorts.Next();
    private readonly int _mapperPort = TcpPorts.Next();
    private readonly int _nodePort = TcpPorts.Next();

    /// <inheritdoc/>
    public RabbitServer()
    {
        (string certificate, string key) = Certificate.New();
        Write("server.crt", certificate);
        Write("server.key", key);
        Write("plugins", "[].");
        Write("env", "");
        Write("rabbit.conf", $"""
            listeners.ssl.default = 127.0.0.1:{_tlsPort}
            ssl_options.certfile = {Folder}/server.crt
            ssl_options.keyfile = {Folder}/server.key
            ssl_options.verify = verify_none

            """);
        Start();
    }

    /// <inheritdoc/>
    public override string Name { get; } = "RabbitMQ 3";

    /// <inheritdoc/>
    protected override TimeSpan Patience => TimeSpan.FromMinutes(4);

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, string Value)> Variables =>
    [
        ("ERL_EPMD_ADDRESS", "127.0.0.1"), ("ERL_EPMD_PORT", $"{_mapperPort}"),
        ("RABBITMQ_NODENAME", $"compat{Port}@localhost"), ("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1"), ("RABBITMQ_NODE_PORT", $"{Port}"), ("RABBITMQ_DIST_PORT", $"{_nodePort}"),
        ("RABBITMQ_MNESIA_BASE", $"{Folder}/data"), ("RABBITMQ_LOG_BASE", $"{Folder}/logs"), ("RABBITMQ_LOGS", "-"),
        ("RABBITMQ_CONFIG_FILE", $"{Folder}/rabbit.conf"), ("RABBITMQ_CONF_ENV_FILE", $"{Folder}/env"), ("RABBITMQ_ENABLED_PLUGINS_FILE", $"{Folder}/plugins"),
        // It shares the machine with those who use it.
        ("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "+S 1:1 +sbwt none"),
    ];

    /// <inheritdoc/>
    protected override string[] Command() => ["sh", "-c", "\"$0\" & exec \"$1\"", Daemons.Get("epmd"), Daemons.Get("rabbitmq-server")];

    /// <inheritdoc/>
    protected override int[] Ports => [Port, _tlsPort];

    /// <inheritdoc/>
    protected override string[] Arrange(int run) => ["127.0.0.1", $"{Port}", $"{_tlsPort}"];
}

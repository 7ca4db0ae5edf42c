using Compat.Tests.Harness;

namespace Compat.Tests.Servers;

/// <summary>PostgreSQL, with a database for each run.</summary>
public sealed class PostgresServer : Server
{
    /// <inheritdoc/>
    public PostgresServer()
    {
        (string certificate, string key) = Certificate.New();
        Write("server.crt", certificate);
        Write("server.key", key);
        string password = Write("password", "compat");
        Run(Daemons.Get("initdb"), "-D", Data, "-U", "compat", "--pwfile", password, "--auth=scram-sha-256", "--no-sync", "--encoding=UTF8", "--locale=C");
        Start();
    }

    /// <inheritdoc/>
    public override string Name { get; } = "PostgreSQL " + Daemons.VersionOf("postgres");

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, string Value)> Variables => [("PGPASSWORD", "compat")];

    private string Data => Path.Combine(Folder, "data");

    /// <inheritdoc/>
    protected override string[] Command() =>
    [
        Daemons.Get("postgres"), "-D", Data,
        .. Settings(
            $"port={Port}", "listen_addresses=127.0.0.1", $"unix_socket_directories={Folder}",
            // Every mode's sleepers at once, and the rest.
            "max_connections=900", "authentication_timeout=120s", "shared_buffers=64MB",
            "ssl=on", $"ssl_cert_file={Folder}/server.crt", $"ssl_key_file={Folder}/server.key",
            // A killed server loses nothing by these; only a machine's crash would.
            "fsync=off", "full_page_writes=off"),
    ];

    /// <inheritdoc/>
    protected override bool Answers() => TryRun([.. Client("postgres"), "select 1"]).ExitCode == 0;

    /// <inheritdoc/>
    protected override string[] Arrange(int run)
    {
        Ask("postgres", $"create database run{run}");
        // The first to come has much to make there for those who come after it.
        Ask($"run{run}", "select 1");
        return ["127.0.0.1", $"{Port}", $"run{run}", Folder];

        void Ask(string database, string sql) => Run([.. Client(database), sql]);
    }

    private string[] Client(string database) => [Daemons.Get("psql"), "-h", Folder, "-p", $"{Port}", "-U", "compat", "-d", database, "-qc"];

    private static IEnumerable<string> Settings(params string[] settings) => settings.SelectMany(setting => (string[])["-c", setting]);
}

using Compat.Tests.Harness;

namespace Compat.Tests.Servers;

/// <summary>MariaDB, with a database for each run.</summary>
public sealed class MariaDbServer : Server
{
    /// <inheritdoc/>
    public MariaDbServer()
    {
        (string certificate, string key) = Certificate.New();
        Write("server.crt", certificate);
        Write("server.key", key);
        Run(Daemons.Get("mariadb-install-db"), "--no-defaults", $"--datadir={Folder}/data", "--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve");
        Start();
        Ask("create user compat identified by 'compat'; grant all on *.* to compat");
    }

    /// <inheritdoc/>
    public override string Name { get; } = "MariaDB " + Daemons.VersionOf("mariadbd");

    /// <inheritdoc/>
    protected override string[] Command() =>
    [
        Daemons.Get("mariadbd"), "--no-defaults", $"--datadir={Folder}/data", $"--port={Port}", $"--socket={Folder}/socket", $"--pid-file={Folder}/pid",
        "--bind-address=127.0.0.1", "--skip-name-resolve", "--local-infile=1", "--max-allowed-packet=64M", $"--ssl-cert={Folder}/server.crt", $"--ssl-key={Folder}/server.key",
        // Every mode's sleepers at once, and the rest.
        "--max-connections=900", "--connect-timeout=120",
        // A killed server loses nothing by it; only a machine's crash would.
        "--innodb-flush-log-at-trx-commit=2",
    ];

    /// <inheritdoc/>
    protected override bool Answers() => TryRun(Client("select 1")).ExitCode == 0;

    /// <inheritdoc/>
    protected override string[] Arrange(int run)
    {
        Ask($"create database run{run}");
        return ["127.0.0.1", $"{Port}", $"run{run}", Folder];
    }

    private void Ask(string sql) => Run(Client(sql));

    private string[] Client(string sql) => [Daemons.Get("mariadb"), "--no-defaults", $"--socket={Folder}/socket", "--user=root", "-e", sql];
}

using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Bench.Run;

/// <summary>A PostgreSQL server of our own, with one small table, on the core of the load.</summary>
internal sealed class PostgresServer : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("bench-postgres-").FullName;
    private readonly PinnedProcess _process;

    private PostgresServer()
    {
        Port = FreePort();
        // It refuses to run as root.
        if (Environment.IsPrivilegedProcess)
        {
            Must(["chown", "postgres", _data]);
        }
        Must(AsUser(["initdb", "-D", _data, "-U", "bench", "-A", "trust", "--no-sync", "--no-instructions"]));
        _process = new PinnedProcess(
            AsUser(["postgres", "-D", _data, "-p", Text(Port), "-k", _data, "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=300", "-c", "fsync=off"]),
            PinnedProcess.LoadCore,
            new Dictionary<string, string>());
        string[] query = AsUser(["psql", "-q", "-h", "127.0.0.1", "-p", Text(Port), "-U", "bench", "-d", "postgres", "-v", "ON_ERROR_STOP=1", "-c",
            "CREATE TABLE fortune (id int PRIMARY KEY, message text); INSERT INTO fortune SELECT i, 'message ' || i FROM generate_series(1, 1000) i; ANALYZE;"]);
        for (int tries = 0; !Succeeds(query); tries++)
        {
            if (tries == 100)
            {
                throw _process.Failure("PostgreSQL did not come up");
            }
            Thread.Sleep(100);
        }
    }

    internal int Port { get; }

    internal static (IDisposable Server, int Port) Start()
    {
        var server = new PostgresServer();
        return (server, server.Port);
    }

    /// <summary>Where its programs lie; null when there are none.</summary>
    internal static string? Folder() => !Directory.Exists("/usr/lib/postgresql") ? null
        : Directory.GetDirectories("/usr/lib/postgresql").Select(d => Path.Combine(d, "bin")).Where(d => File.Exists(Path.Combine(d, "initdb"))).Max();

    public void Dispose()
    {
        _process.Dispose();
        Directory.Delete(_data, true);
    }

    private static string[] AsUser(string[] command)
    {
        command[0] = Path.Combine(Folder()!, command[0]);
        return Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", .. command] : command;
    }

    private static void Must(string[] command)
    {
        if (!Succeeds(command))
        {
            throw new InvalidOperationException($"'{string.Join(' ', command)}' failed");
        }
    }

    private static bool Succeeds(string[] command)
    {
        using Process process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Compat.Tests.Harness;

/// <summary>
/// A real server on loopback, with fresh data in a folder of its own, on a port of its own. One that refuses to be root's runs as nobody, and
/// so does everything else here, when we are root.
/// </summary>
public abstract class Server : IService
{
    private int _runs;
    private Process? _process;

    /// <summary>Starts it, and waits until it answers.</summary>
    protected Server()
    {
        Port = TcpPorts.Next();
        Directory.CreateDirectory(Folder);
        GiveToUser(Folder);
        // Nobody disposes of one whose constructor failed half way.
        AppDomain.CurrentDomain.ProcessExit += End;
    }

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <summary>Everything that it writes is in here.</summary>
    protected string Folder { get; } = Path.Combine(Path.GetTempPath(), $"compat-{Guid.NewGuid():N}");

    /// <summary>Where it listens.</summary>
    protected int Port { get; }

    private string LogPath => Path.Combine(Folder, "log");

    /// <inheritdoc/>
    public string[] NewRun() => Arrange(Interlocked.Increment(ref _runs));

    /// <inheritdoc/>
    public void Kill()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
            // Those it had started die by themselves. Exim waits for half a minute when it finds its port still taken.
            SpinWait.SpinUntil(() => !Array.Exists(Ports, Listens), Patience);
        }
    }

    /// <inheritdoc/>
    /// <remarks>The last thing that a constructor does.</remarks>
    public void Start()
    {
        string[] command = ["sh", "-c", "cd \"$1\" && shift && exec \"$@\" >>log 2>&1", "sh", Folder, .. Command()];
        var clock = Stopwatch.StartNew();
        do
        {
            // What a killed one left, such as shared memory, may be in the way of the next for a moment: then it ends, and is started again.
            if (_process is null or { HasExited: true })
            {
                _process?.Dispose();
                _process = Process.Start(AsUser(command))!;
            }
            if (Answers())
            {
                return;
            }
            Thread.Sleep(50);
        }
        while (clock.Elapsed < Patience);
        throw new InvalidOperationException($"{Name} does not answer. Its log: {File.ReadAllText(LogPath)}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= End;
        Kill();
        try
        {
            Directory.Delete(Folder, recursive: true);
        }
        catch (IOException)
        {
            // Something that it had started still writes as it dies.
            Thread.Sleep(500);
            Directory.Delete(Folder, recursive: true);
        }
        GC.SuppressFinalize(this);
    }

    /// <summary>The command that runs it in the foreground.</summary>
    protected abstract string[] Command();

    /// <summary>Whether it does its work yet.</summary>
    protected virtual bool Answers() => Array.TrueForAll(Ports, Listens);

    /// <summary>All that it listens on.</summary>
    protected virtual int[] Ports => [Port];

    /// <inheritdoc cref="IService.NewRun"/>
    /// <param name="run">Counts the runs, from 1.</param>
    protected virtual string[] Arrange(int run) => ["127.0.0.1", Port.ToString()];

    /// <summary>Whom it runs as, and all that it is given belongs to, when we are root.</summary>
    protected virtual string User => "nobody";

    /// <summary>How long it may take to start: a machine that is busy with everything else at once needs its time.</summary>
    protected virtual TimeSpan Patience => TimeSpan.FromSeconds(60);

    /// <summary>Environment variables that it needs.</summary>
    protected virtual IEnumerable<(string Name, string Value)> Variables => [];

    /// <summary>Runs a program to its end, as the user that the server runs as, and returns what it printed.</summary>
    protected string Run(params string[] command)
    {
        (int exitCode, string output) = TryRun(command);
        return exitCode == 0 ? output : throw new InvalidOperationException($"{string.Join(' ', command)} failed: {output}");
    }

    /// <inheritdoc cref="Run"/>
    protected (int ExitCode, string Output) TryRun(params string[] command)
    {
        ProcessStartInfo info = AsUser(["sh", "-c", "exec \"$@\" 2>&1", "sh", .. command]);
        info.RedirectStandardOutput = true;
        using Process process = Process.Start(info)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    /// <summary>Writes a file that only the server may read.</summary>
    protected string Write(string name, string content)
    {
        string path = Path.Combine(Folder, name);
        File.WriteAllText(path, content);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        GiveToUser(path);
        return path;
    }

    /// <summary>Whether something listens on a port.</summary>
    protected static bool Listens(int port)
    {
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void End(object? sender, EventArgs e) => Dispose();

    // setpriv becomes the command, so that the process that was started is the server's own.
    private ProcessStartInfo AsUser(string[] command)
    {
        string[] prefix = Environment.IsPrivilegedProcess ? ["setpriv", $"--reuid={User}", "--regid=nogroup", "--clear-groups", "--"] : [];
        string[] all = [.. prefix, .. command];
        ProcessStartInfo info = new(all[0], all[1..]);
        info.Environment["HOME"] = Folder;
        // Some clear away there what others of their kind use.
        info.Environment["TMPDIR"] = Folder;
        info.Environment.Remove("DOTNET_STARTUP_HOOKS");
        foreach ((string name, string value) in Variables)
        {
            info.Environment[name] = value;
        }
        return info;
    }

    private void GiveToUser(string path)
    {
        if (Environment.IsPrivilegedProcess)
        {
            using Process chown = Process.Start("chown", [$"{User}:nogroup", path]);
            chown.WaitForExit();
        }
    }
}

using System.Diagnostics;

namespace Bench.Run;

/// <summary>What the peers and the load need beside .NET: found, installed where that is possible, or said to be missing.</summary>
internal sealed class Installed
{
    internal const string Wrk = "wrk";
    internal const string Postgres = "PostgreSQL";

    private readonly Dictionary<string, string> _missing = [];

    /// <param name="mayInstall">Take packages of the system's where something is missing.</param>
    internal Installed(bool mayInstall, Action<string> progress)
    {
        (string Name, string Package, Func<bool> IsThere)[] all =
        [
            (Sides.Go.Name, "golang-go", BuildGoPeers),
            (Sides.C.Name, "gcc libc6-dev", BuildCPeer),
            (Sides.Gevent.Name, "python3-gevent", () => Succeeds("/usr/bin/python3", "-c", "import gevent")),
            (Wrk, "wrk", () => Exists("wrk")),
            (Postgres, "postgresql", () => PostgresServer.Folder() is not null),
        ];
        string[] packages = [.. all.Where(a => !a.IsThere()).SelectMany(a => a.Package.Split(' '))];
        if (packages.Length > 0 && mayInstall && Environment.IsPrivilegedProcess && Exists("apt-get"))
        {
            progress("installing " + string.Join(' ', packages));
            _ = Succeeds("apt-get", "update", "-qq");
            _ = Succeeds("apt-get", ["-o", "DPkg::Lock::Timeout=300", "install", "-y", "-qq", "--no-install-recommends", .. packages]);
        }
        foreach ((string name, string package, Func<bool> isThere) in all)
        {
            if (!isThere())
            {
                _missing[name] = $"not measured: {package} is not installed";
            }
        }
    }

    /// <summary>Null, or why something cannot take part.</summary>
    internal string? Missing(string name) => _missing.GetValueOrDefault(name);

    /// <summary>What a program says about its version, in one line; null when it cannot be asked.</summary>
    internal static string? Version(string program, params string[] arguments) => Run(program, arguments)?.Output.Trim().Split('\n')[0];

    private static bool BuildGoPeers()
    {
        if (!Exists("go"))
        {
            return false;
        }
        return RunIn(Places.GoSource, "go", "build", "-o", Places.GoPeers, ".") is { Code: not 0 } failure
            ? throw new InvalidOperationException("the peers in Go do not compile: " + failure.Output)
            : true;
    }

    private static bool BuildCPeer()
    {
        // A compiler without the C library's headers is not enough.
        if (!Exists("cc") || !File.Exists("/usr/include/stdio.h"))
        {
            return false;
        }
        return RunIn(Places.CSource, "cc", "-O2", "-Wall", "-o", Places.CPeer("echo"), "echo.c") is { Code: not 0 } failure
            ? throw new InvalidOperationException("the peer in C does not compile: " + failure.Output)
            : true;
    }

    private static bool Exists(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    private static bool Succeeds(string program, params string[] arguments) => Run(program, arguments) is { Code: 0 };

    private static (int Code, string Output)? Run(string program, params string[] arguments) => RunIn(Places.Root, program, arguments);

    private static (int Code, string Output)? RunIn(string folder, string program, params string[] arguments)
    {
        try
        {
            var info = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
            info.Environment["DEBIAN_FRONTEND"] = "noninteractive";
            // Packages of servers do not start them in this run level.
            info.Environment["RUNLEVEL"] = "1";
            using Process process = Process.Start(info)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + errors.Result);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Bench.Interop;
using Bench.Measures;
using Bench.Run;

namespace Bench.Report;

/// <summary>What was measured on, and with what: a line for each.</summary>
internal static class Machine
{
    internal static IReadOnlyList<(string Name, string Value)> Describe(string switcher)
    {
        string cpuInfo = File.ReadAllText("/proc/cpuinfo");
        string Cpu(string key) => cpuInfo.Split('\n').FirstOrDefault(l => l.StartsWith(key, StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "";
        string[] flags = Cpu("flags").Split(' ');
        List<(string, string)> lines =
        [
            ("processor", $"{Cpu("model name")}, {Environment.ProcessorCount} cores used{(flags.Contains("hypervisor") ? ", a virtual machine" : "")}"),
            ("FSGSBASE", flags.Contains("fsgsbase") ? "yes" : "no"),
            ("a system call (getppid)", string.Create(CultureInfo.InvariantCulture, $"{SystemCallNs():F0} ns")),
            ("mitigations", Mitigations()),
            ("system", $"{RuntimeInformation.OSDescription}, kernel {Environment.OSVersion.Version}"),
            ("GreenShim", $"{typeof(Shim.GreenShim).Assembly.GetName().Version?.ToString(3)}, switcher: {Switcher(switcher)}"),
            (".NET", RuntimeInformation.FrameworkDescription),
        ];
        foreach ((string name, string? version) in Versions())
        {
            if (version is not null)
            {
                lines.Add((name, version));
            }
        }
        return lines;
    }

    private static IEnumerable<(string, string?)> Versions() =>
    [
        ("Go", Installed.Version("go", "version")),
        ("gevent", Installed.Version("/usr/bin/python3", "-c", "import gevent, sys; print(gevent.__version__, 'on Python', sys.version.split()[0])")),
        ("wrk", Installed.Version("wrk", "-v") is { } said && said.StartsWith("wrk", StringComparison.Ordinal) ? said.Split(' ')[1] : null),
        ("PostgreSQL", PostgresServer.Folder() is { } folder ? Installed.Version(Path.Combine(folder, "postgres"), "--version") : null),
    ];

    // What `auto` comes to here, as the doctor finds it out.
    private static string Switcher(string asked)
    {
        if (asked != "auto")
        {
            return asked;
        }
        using JsonDocument said = JsonDocument.Parse(ChildProcess.Dotnet([Places.Green, "doctor", "--json"]));
        return said.RootElement.EnumerateObject().First(p => p.Name.Equals("auto", StringComparison.OrdinalIgnoreCase)).Value.GetString() ?? "none";
    }

    private static string Mitigations()
    {
        const string folder = "/sys/devices/system/cpu/vulnerabilities";
        if (!Directory.Exists(folder))
        {
            return "unknown";
        }
        IEnumerable<string> on = Directory.GetFiles(folder).Order()
            .Select(f => (Name: Path.GetFileName(f), Text: File.ReadAllText(f).Trim()))
            .Where(f => f.Text.StartsWith("Mitigation", StringComparison.Ordinal))
            .Select(f => $"{f.Name}: {f.Text["Mitigation: ".Length..].Split(';')[0]}");
        return string.Join("; ", on) is { Length: > 0 } all ? all : "none";
    }

    // The least of many: whatever else the machine does only adds to it.
    private static double SystemCallNs()
    {
        const int calls = 1000;
        return Enumerable.Range(0, 200).Min(_ =>
        {
            long from = Stopwatch.GetTimestamp();
            for (int i = 0; i < calls; i++)
            {
                Libc.GetParent();
            }
            return Stopwatch.GetElapsedTime(from).TotalNanoseconds / calls;
        });
    }
}

using System.Diagnostics;
using System.Text.RegularExpressions;
using Unmodified.Runs;

namespace Compat.Tests.Harness;

/// <summary>The daemons of servers.txt: where they are, and getting those that are missing from the distribution.</summary>
internal static partial class Daemons
{
    private static readonly string[] s_folders =
    [
        .. Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => version + "/bin") : [],
        "/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/sbin", "/usr/local/bin", "/usr/lib/rabbitmq/bin", "/usr/lib/dovecot",
    ];

    private static readonly Lazy<string?> s_installed = new(Install);

    private static string Folder => Path.Combine(Repository.Root, "tests", "Compat.Tests");

    private static bool CanInstall => Environment.IsPrivilegedProcess && Find("apt-get") is not null;

    /// <summary>Its path, or null.</summary>
    internal static string? Find(string daemon) => s_folders.Select(folder => Path.Combine(folder, daemon)).FirstOrDefault(File.Exists);

    /// <summary>Its path; it is installed if it is missing and that can be done.</summary>
    internal static string Get(string daemon)
    {
        if (Find(daemon) is { } path)
        {
            return path;
        }
        string? refusal = CanInstall ? s_installed.Value : "without root and apt-get it cannot be installed";
        return Find(daemon) ?? throw new InvalidOperationException($"{daemon} (Debian: {Package(daemon)}) is missing: {refusal}");
    }

    /// <summary>The version that it says it has.</summary>
    internal static string VersionOf(string daemon, string option = "--version")
    {
        ProcessStartInfo info = new(Get(daemon), [option]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(info)!;
        string said = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        return Version().Match(said).Value;
    }

    /// <summary>Why tests that need these cannot run here, or null. They must run under CI, and where what is missing can be installed.</summary>
    internal static string? WhyNot(params string[] daemons) =>
        Environment.GetEnvironmentVariable("CI") == "true" || CanInstall || Array.Find(daemons, daemon => Find(daemon) is null) is not { } missing ? null
            : $"needs {missing} (Debian: {Package(missing)}), or root and apt-get to install it";

    private static string Package(string daemon) =>
        File.ReadLines(Path.Combine(Folder, "servers.txt")).Select(line => line.Split(' ')).Single(words => words[0] == daemon)[1];

    [GeneratedRegex(@"\d+\.\d+(\.\d+)*")]
    private static partial Regex Version();

    private static string? Install()
    {
        ProcessStartInfo info = new("bash", [Path.Combine(Folder, "install-servers.sh")]) { RedirectStandardError = true, RedirectStandardOutput = true };
        using Process process = Process.Start(info)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        string said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : "install-servers.sh failed: " + said;
    }
}

using System.Diagnostics;
using FluentAssertions;

namespace Patching.Tests;

/// <summary>Runs a scenario of DetourHost in a process of its own: a crash there is a failed test here, and nothing patched stays behind.</summary>
internal static class Host
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    /// <summary>The settings of the runtime under which patch points must hold.</summary>
    public static TheoryData<string> Settings => new(
        "",
        "DOTNET_ReadyToRun=0",
        "DOTNET_TieredCompilation=0",
        "DOTNET_TieredPGO=0",
        "DOTNET_EnableWriteXorExecute=0",
        "DOTNET_TC_CallCountThreshold=1");

    /// <summary>The version of the runtime that the hosts run on: a dotnet of another one has just that one, in a folder of its name.</summary>
    internal static string Runtime { get; } = Environment.GetEnvironmentVariable("DETOURHOST_DOTNET") is { } other
        ? Path.GetFileName(Path.GetDirectoryName(other))!
        : Environment.Version.ToString();

    internal static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, name);

    /// <summary>Runs it and requires exit code 0.</summary>
    internal static string Pass(string scenario, params string[] environment)
    {
        var (code, output, errors) = Run(scenario, environment);
        code.Should().Be(0, "{0} printed:\n{1}\n{2}", scenario, output, errors);
        return output;
    }

    internal static (int Code, string Output, string Errors) Run(string arguments, params string[] environment) =>
        Dotnet($"\"{PathOf("DetourHost.dll")}\" {arguments}", environment);

    // Another dotnet than the test's own, to run the hosts on another runtime: docs/audit.md.
    private static readonly string s_dotnet = Environment.GetEnvironmentVariable("DETOURHOST_DOTNET")
        ?? (Environment.ProcessPath is { } path && Path.GetFileName(path) == "dotnet" ? path : "dotnet");

    internal static (int Code, string Output, string Errors) Dotnet(string arguments, params string[] environment)
    {
        var start = new ProcessStartInfo(s_dotnet, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        foreach (var variable in environment.Where(static v => v.Length > 0))
        {
            var equals = variable.IndexOf('=', StringComparison.Ordinal);
            start.Environment[variable[..equals]] = variable[(equals + 1)..];
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(s_limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{arguments} did not end within {s_limit}. It printed:\n{output.Result}\n{errors.Result}");
        }

        return (process.ExitCode, output.GetAwaiter().GetResult(), errors.GetAwaiter().GetResult());
    }
}

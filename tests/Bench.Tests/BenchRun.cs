using System.Diagnostics;

namespace Bench.Tests;

/// <summary>A run of the benchmarks, with its output going to a pipe.</summary>
internal sealed record BenchRun(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(10);

    // .../tests/Bench.Tests/bin/CONFIGURATION/net10.0/: the benchmarks were built in the same configuration.
    private static readonly string s_program = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "..", "..", "..", "tools", "bench", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "bench.dll"));

    internal static BenchRun Of(string[] arguments, params (string Name, string Value)[] environment)
    {
        var info = new ProcessStartInfo("dotnet", [s_program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        info.Environment.Remove("DOTNET_STARTUP_HOOKS");
        foreach ((string name, string value) in environment)
        {
            info.Environment[name] = value;
        }
        using Process process = Process.Start(info)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(s_limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'bench {string.Join(' ', arguments)}' did not end within {s_limit.TotalMinutes} minutes.");
        }
        return new BenchRun(process.ExitCode, output.Result, errors.Result);
    }
}

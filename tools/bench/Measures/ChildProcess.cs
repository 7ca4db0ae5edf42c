using System.Diagnostics;

namespace Bench.Measures;

/// <summary>Runs a program, mostly one of .NET, to its end.</summary>
internal static class ChildProcess
{
    internal static string Dotnet(IEnumerable<string> arguments, params (string Name, string Value)[] environment) =>
        Run(Environment.ProcessPath is { } p && Path.GetFileName(p) == "dotnet" ? p : "dotnet", arguments, environment);

    internal static string Run(string program, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var info = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment.Remove("DOTNET_STARTUP_HOOKS");
        foreach ((string name, string value) in environment)
        {
            info.Environment[name] = value;
        }
        using Process process = Process.Start(info)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 || output.Length > 0
            ? output
            : throw new InvalidOperationException(error.Result.Split('\n')[0] is { Length: > 0 } line ? line : $"exit code {process.ExitCode}");
    }
}

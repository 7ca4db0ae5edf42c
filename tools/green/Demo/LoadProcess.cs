using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Green.Load;
using Green.Run;

namespace Green.Demo;

/// <summary>Runs the load generator as a process of its own, pinned away from the server.</summary>
internal static class LoadProcess
{
    internal static LoadResult Run(LoadOptions options, int? core)
    {
        var info = new ProcessStartInfo(DotnetHost.Path) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        info.Environment.Remove("DOTNET_STARTUP_HOOKS");
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "green.dll"), "load",
            "--port", Text(options.Port),
            "--connections", Text(options.Connections),
            "--warmup", Text(options.WarmupSeconds),
            "--seconds", Text(options.Seconds),
            "--size", Text(options.MessageSize),
            "--pid", Text(options.ServerPid),
        ];
        foreach (string argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }
        if (core is not null)
        {
            info.ArgumentList.Add("--spin");
        }
        using Process process = Cores.Start(info, core);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        try
        {
            return JsonSerializer.Deserialize(output, LoadJson.Default.LoadResult) ?? new LoadResult { Error = "the load generator said nothing" };
        }
        catch (JsonException)
        {
            return new LoadResult { Error = $"the load generator failed (exit code {process.ExitCode}): {errors.Result.Trim()}" };
        }
    }

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}

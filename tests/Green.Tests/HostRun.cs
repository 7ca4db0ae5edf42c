using System.Diagnostics;

namespace Green.Tests;

/// <summary>One run of GreenHost.</summary>
internal sealed record HostRun(int ExitCode, string Output, string Error)
{
    // Far beyond what any scenario takes; a scenario that hangs shall fail, not the run.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    internal static HostRun Of(string scenario, string switcher, params (string Name, string Value)[] environment) => Of(scenario, switcher, start =>
    {
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }
    });

    internal static HostRun Of(string scenario, string switcher, Action<ProcessStartInfo> adapt)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "GreenHost.dll"), scenario])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["GREENSHIM_SWITCHER"] = switcher;
        adapt(start);

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill();
            throw new TimeoutException($"{scenario} on {switcher} did not end. It printed: {output.Result}{error.Result}");
        }

        return new HostRun(process.ExitCode, output.Result, error.Result);
    }
}

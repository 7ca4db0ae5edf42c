using System.Diagnostics;

namespace Patching.Tests.Sync;

/// <summary>One run of SyncHost, a process that patches itself.</summary>
internal sealed record SyncRun(int ExitCode, string Output)
{
    // Far beyond what a scenario takes; one that hangs shall fail, not the run.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    internal static SyncRun Of(string scenario, string switcher, int seconds, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "SyncHost.dll"), scenario, seconds.ToString()])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["GREENSHIM_SWITCHER"] = switcher;
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill();
            throw new TimeoutException($"{scenario} on {switcher} did not end. It printed: {output.Result}{error.Result}");
        }

        return new SyncRun(process.ExitCode, output.Result + error.Result);
    }
}

using System.Diagnostics;

namespace DetourHost.Routes;

internal static class ProcessRoutes
{
    internal static readonly Dictionary<string, Action> All = new()
    {
        ["Process.Start(ProcessStartInfo)"] = static () =>
        {
            using var process = Process.Start(new ProcessStartInfo("true"))!;
            process.WaitForExit();
        },
    };
}

using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Shim.Patching.Detours;

namespace DetourHost.Routes;

/// <summary>
/// Environment.Exit comes by its patch point in a process of its own, which it ends: a ProcessExit handler there tells.
/// </summary>
internal static class ExitRoute
{
    private const string Verdict = "came by the patch point: ";

    private static readonly Lazy<bool> s_comesBy = new(Ask);

    /// <summary>Throws when it does not.</summary>
    internal static void Run() => Engine.Require(s_comesBy.Value, "Environment.Exit does not come by its patch point");

    /// <summary>The other process.</summary>
    internal static int Child()
    {
        var engine = Engine.Open();
        var probe = CounterProbe.Prepare(engine, typeof(Environment).GetMethod(nameof(Environment.Exit), BindingFlags.Static | BindingFlags.Public)!);
        engine.Apply([probe.Detour]);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Console.WriteLine(Verdict + (probe.Count == 1));
        Exit();
        return 1;
    }

    // Compiled after the patch: a small method may be inlined in what was compiled before.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Exit() => Environment.Exit(3);

    private static bool Ask()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [typeof(ExitRoute).Assembly.Location, "exit-route"]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 3 && output.Contains(Verdict + true, StringComparison.Ordinal);
    }
}

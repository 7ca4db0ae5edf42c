namespace Bench.Run;

/// <summary>Everybody who takes part.</summary>
internal static class Sides
{
    internal const string HookVariable = "DOTNET_STARTUP_HOOKS";
    internal const string SwitcherVariable = "GREENSHIM_SWITCHER";

    private static readonly Dictionary<string, string> s_nothing = [];

    internal static Side Green { get; } = new("GreenShim", "", Workloads, Hook());

    /// <summary>One thread at a time, whatever happens.</summary>
    internal static Side GreenStrict { get; } = new("GreenShim, no watchdog", "", Workloads, Hook(("GREENSHIM_STRICT", "1")));

    internal static Side Threads { get; } = new("stock threads", "", Workloads, s_nothing);

    internal static Side Async { get; } = new("async/await", "-async", Workloads, s_nothing);

    internal static Side Kestrel { get; } = new("Kestrel", "-kestrel", Workloads, s_nothing);

    internal static Side Go { get; } = new("Go", "", workload => [Places.GoPeers, workload], s_nothing);

    /// <summary>As fast as it gets on the kernel's own interfaces.</summary>
    internal static Side C { get; } = new("C on epoll", "", workload => [Places.CPeer(workload)], s_nothing);

    internal static Side Gevent { get; } = new("gevent", "", workload => ["/usr/bin/python3", Places.GeventPeers, workload], s_nothing);

    /// <summary>The event loop of GreenShim by itself.</summary>
    internal static Side Loop { get; } = new("Shim.Loop", "", workload => ["dotnet", Places.Self, "--loop-" + workload], s_nothing);

    /// <summary>What makes a .NET program's threads green, as <c>green run</c> does it.</summary>
    internal static Dictionary<string, string> Hook(params (string Name, string Value)[] more)
    {
        Dictionary<string, string> all = new() { [HookVariable] = Places.Hook, ["GREENSHIM_REQUIRED"] = "1" };
        foreach ((string name, string value) in more)
        {
            all[name] = value;
        }
        return all;
    }

    private static IReadOnlyList<string> Workloads(string workload) => workload switch
    {
        "echo" => ["dotnet", Places.Unmodified("EchoServer")],
        "echo-async" => ["dotnet", Places.Unmodified("EchoServerAsync")],
        _ => ["dotnet", Places.Workloads, workload],
    };
}

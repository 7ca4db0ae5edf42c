namespace Bench.Run;

/// <summary>Where the programs lie that the benchmarks start.</summary>
internal static class Places
{
    private static readonly string s_configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    internal static string Root { get; } = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", ".."));

    internal static string Self { get; } = typeof(Places).Assembly.Location;

    internal static string Hook { get; } = Path.Combine(AppContext.BaseDirectory, "Shim.Patching.dll");

    internal static string Green { get; } = Built(Path.Combine("tools", "green"), "green");

    internal static string Workloads { get; } = Built(Path.Combine("tools", "workloads"), "workloads");

    internal static string GoSource { get; } = Path.Combine(Root, "tools", "bench", "peers", "go");

    internal static string GoPeers { get; } = Path.Combine(AppContext.BaseDirectory, "go-peers");

    internal static string CSource { get; } = Path.Combine(Root, "tools", "bench", "peers", "c");

    internal static string CPeer(string workload) => Path.Combine(AppContext.BaseDirectory, "c-" + workload);

    internal static string GeventPeers { get; } = Path.Combine(Root, "tools", "bench", "peers", "gevent", "peers.py");

    internal static string Unmodified(string name) => Built(Path.Combine("tests", "Unmodified", name), name);

    private static string Built(string folder, string name) => Path.Combine(Root, folder, "bin", s_configuration, "net10.0", name + ".dll");
}

using System.Reflection;

namespace Audit.Tests;

/// <summary>Where things are that the tests look at.</summary>
internal static class Places
{
    // .../bin/Release/net10.0/: everything was built in the same configuration.
    private static readonly string s_configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    internal static string Root { get; } = FindRoot();

    /// <summary>The output folder of a project.</summary>
    internal static string Output(string project) => Path.Combine(Root, project, "bin", s_configuration, "net10.0");

    internal static string Tool => Path.Combine(Output("tools/green"), "green.dll");

    internal static string Fixture => Output("tests/AuditFixture");

    internal static string PatchMap => Path.Combine(Root, "patchmap.json");

    internal static string Natives => Path.Combine(Root, "tools", "green", "Audit", "Data", "natives.json");

    internal static string Reasons => Path.Combine(Root, "tools", "green", "Audit", "Data", "left.json");

    internal static IReadOnlyList<string> PackVersions => Metadata("RuntimePackVersions").Split(';');

    /// <summary>The unpacked runtime pack of a version.</summary>
    internal static string Pack(string version) => Path.Combine(Metadata("RuntimePacks"), version);

    private static string Metadata(string key) =>
        typeof(Places).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;

    private static string FindRoot()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Shim.sln")))
        {
            directory = directory.Parent;
        }
        return directory?.FullName ?? throw new InvalidOperationException("The tests run from the repository's own build output only.");
    }
}

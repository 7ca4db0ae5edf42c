namespace Unmodified.Runs;

/// <summary>Where the programs are that the tests start.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    // .../bin/Release/net10.0/: the programs were built in the same configuration.
    private static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    public static string Tool => Path.Combine(Root, "tools", "green", "bin", Configuration, "net10.0", "green.dll");

    public static string Hook => Path.Combine(Path.GetDirectoryName(Tool)!, "Shim.Patching.dll");

    /// <param name="name">Its folder in tests/Unmodified, or the path of a program that comes from elsewhere.</param>
    public static string Program(string name) => Path.IsPathRooted(name) ? name : Path.Combine(Root, "tests", "Unmodified", name, "bin", Configuration, "net10.0", name + ".dll");

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

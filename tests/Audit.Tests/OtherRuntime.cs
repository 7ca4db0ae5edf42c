namespace Audit.Tests;

/// <summary>
/// A dotnet root of another patch version, laid out beside the tests: the installed host's starter, and everything else out of the runtime pack. The pack has
/// the resolver, the host policy, the runtime and all assemblies; only the starter is missing, which is the same for all of them.
/// </summary>
internal static class OtherRuntime
{
    private static readonly Lock s_building = new();

    /// <returns>The path of its <c>dotnet</c>.</returns>
    internal static string Starter(string version)
    {
        lock (s_building)
        {
            string root = Path.Combine(AppContext.BaseDirectory, "runtimes-under-test", version);
            string starter = Path.Combine(root, "dotnet");
            if (!File.Exists(starter))
            {
                LayOut(root, version);
                // Last: where it is, the rest is complete. A copy, because it looks for its root where the file itself is.
                File.Copy(InstalledStarter(), starter + ".new", overwrite: true);
                File.Move(starter + ".new", starter);
            }
            return starter;
        }
    }

    private static void LayOut(string root, string version)
    {
        string pack = Path.Combine(Places.Pack(version), "runtimes", "linux-x64");
        string framework = Path.Combine(root, "shared", "Microsoft.NETCore.App", version);
        string resolver = Path.Combine(root, "host", "fxr", version);
        Directory.CreateDirectory(framework);
        Directory.CreateDirectory(resolver);
        foreach (string file in Directory.GetFiles(Path.Combine(pack, "lib", "net10.0")).Concat(Directory.GetFiles(Path.Combine(pack, "native"))))
        {
            bool isResolver = Path.GetFileName(file) == "libhostfxr.so";
            Link(Path.Combine(isResolver ? resolver : framework, Path.GetFileName(file)), file);
        }
    }

    private static void Link(string link, string file)
    {
        File.Delete(link);
        File.CreateSymbolicLink(link, file);
    }

    // .../shared/Microsoft.NETCore.App/10.0.x/System.Private.CoreLib.dll
    private static string InstalledStarter() =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", "dotnet"));
}

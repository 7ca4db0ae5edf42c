using System.Runtime.InteropServices;

namespace Green.Run;

/// <summary>The `dotnet` that runs this tool, which is the one that is to run the app, too.</summary>
internal static class DotnetHost
{
    private static readonly string Name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";

    internal static string Path { get; } = Find();

    private static string Find()
    {
        if (System.IO.Path.GetFileName(Environment.ProcessPath) == Name)
        {
            return Environment.ProcessPath!;
        }
        // Started by its own executable: the shared framework lies at ROOT/shared/Microsoft.NETCore.App/VERSION/.
        string root = System.IO.Path.GetFullPath(System.IO.Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        string host = System.IO.Path.Combine(root, Name);
        return File.Exists(host) ? host : Name;
    }
}

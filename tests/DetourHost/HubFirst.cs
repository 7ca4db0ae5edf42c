using Shim;
using Shim.Green;

namespace DetourHost;

/// <summary>The hub runs, otherwise than PatchAll asks for: that is said, and the main thread becomes green all the same.</summary>
internal static class HubFirst
{
    internal static int Run(string[] args)
    {
        GreenThread.Spawn(static () => { }).Join();
        var report = GreenShim.PatchAll(new PatchOptions { ContinueOnHub = true });
        Console.WriteLine(string.Join('|', report.Notes));
        Console.WriteLine($"main green: {GreenThread.Current is not null}");
        for (var i = 0; i < 200 && !IsLoaded("System.Diagnostics.StackTrace"); i++)
        {
            Thread.Sleep(20);
        }

        Console.WriteLine($"loaded early: {IsLoaded("System.Diagnostics.StackTrace")}");
        return 0;
    }

    private static bool IsLoaded(string name) => AppDomain.CurrentDomain.GetAssemblies().Any(a => a.GetName().Name == name);
}

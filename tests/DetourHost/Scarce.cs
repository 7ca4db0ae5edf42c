using System.Collections;
using System.Reflection;
using DetourHost.Interop;
using Microsoft.Win32.SafeHandles;
using Shim;
using Shim.Patching.Detours;

namespace DetourHost;

/// <summary>PatchAll where descriptors run out at each of its steps: nothing is applied, one sentence says why, and the program goes on.</summary>
internal static class Scarce
{
    private const int Limit = 300;

    internal static int Run(string[] args)
    {
        Console.Error.WriteLine($"{1.5}");
        Libc.SetDescriptorLimit(Limit);
        var taken = Take(free: int.Parse(args[0]));
        string? why = Refusal();
        bool isClean = NothingIsApplied();
        int drifts = GreenShim.Verify().Count;
        taken.ForEach(static handle => handle.Dispose());
        Engine.Require(drifts == 0, "Verify found something");
        Engine.Require((why is null) == GreenShim.IsPatched && (why is null) == !isClean && (why is null) == GreenShim.Report is not null, $"it is half patched: {why}");
        Console.WriteLine($"1: {why ?? "patched"}");

        // What the runtime has failed to load once, it does not look for again: nor need this go well.
        why = Refusal();
        Engine.Require((why is null) == !NothingIsApplied(), $"it is half patched: {why}");
        Console.WriteLine($"2: {why ?? "patched"}");
        var green = new Thread(static () => Thread.Sleep(1));
        green.Start();
        green.Join();
        return 0;
    }

    private static string? Refusal()
    {
        try
        {
            GreenShim.PatchAll();
            return null;
        }
        catch (PatchRefusedException refusal)
        {
            return refusal.Message + (refusal.InnerException is { } inner ? $" <- {inner.GetType().Name}" : "");
        }
    }

    /// <summary>Takes all descriptors but some.</summary>
    internal static List<SafeFileHandle> Take(int free)
    {
        List<SafeFileHandle> taken = [];
        try
        {
            while (true)
            {
                taken.Add(File.OpenHandle("/dev/null"));
            }
        }
        catch (IOException)
        {
            // None is left.
        }

        for (int i = 0; i < free; i++)
        {
            taken[i].Dispose();
        }

        return taken;
    }

    private static bool NothingIsApplied()
    {
        object? engine = typeof(GreenShim).GetField("s_engine", BindingFlags.Static | BindingFlags.NonPublic)!.GetValue(null);
        return engine is null || ((IDictionary)typeof(DetourEngine).GetField("_byMethod", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(engine)!).Count == 0;
    }
}

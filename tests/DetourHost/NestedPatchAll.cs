using Shim;

namespace DetourHost;

/// <summary>A handler of AssemblyLoad calls PatchAll in the middle of PatchAll.</summary>
internal static class NestedPatchAll
{
    private static readonly HashSet<string> s_refusals = [];
    private static int s_depth;

    internal static int Run(string[] args)
    {
        AppDomain.CurrentDomain.AssemblyLoad += static (_, _) => Patch();
        var patched = GreenShim.PatchAll().Count(PatchState.Patched);
        foreach (var refusal in s_refusals)
        {
            Console.WriteLine(refusal);
        }

        Console.WriteLine($"patched {patched > 0} {GreenShim.IsPatched}");
        Thread sleeper = new(static () => Thread.Sleep(10));
        sleeper.Start();
        sleeper.Join();
        return 0;
    }

    // Another thread's handlers find it patched.
    private static void Patch()
    {
        if (Environment.CurrentManagedThreadId != 1 || s_depth > 0)
        {
            return;
        }

        s_depth++;
        try
        {
            GreenShim.PatchAll(new PatchOptions { Groups = ["all"] });
        }
        catch (Exception e)
        {
            s_refusals.Add($"{e.GetType().Name}: {e.Message}");
        }

        s_depth--;
    }
}

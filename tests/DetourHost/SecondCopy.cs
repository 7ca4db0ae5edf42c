using System.Reflection;
using System.Runtime.Loader;
using Shim;

namespace DetourHost;

/// <summary>Another copy of GreenShim, in a load context of its own, finds this process patched; after an undo it does not.</summary>
internal static class SecondCopy
{
    internal static int Run(string[] args)
    {
        GreenShim.PatchAll();
        var patchAll = new Copy().LoadFromAssemblyPath(typeof(GreenShim).Assembly.Location).GetType(typeof(GreenShim).FullName!)!.GetMethod("PatchAll", Type.EmptyTypes)!;
        Console.WriteLine(Outcome(patchAll));
        Console.WriteLine($"verify: {string.Join('|', GreenShim.Verify())}");
        Console.WriteLine($"again: {GreenShim.PatchAll(new PatchOptions { Groups = ["all"] }).Count(PatchState.Patched) > 0}");
        GreenShim.Undo();
        Console.WriteLine($"after an undo: {Outcome(patchAll)}");
        return 0;
    }

    private static string Outcome(MethodInfo patchAll)
    {
        try
        {
            patchAll.Invoke(null, null);
            return "patched";
        }
        catch (TargetInvocationException e)
        {
            return $"{e.InnerException!.GetType().Name}: {e.InnerException.Message}";
        }
    }

    private sealed class Copy() : AssemblyLoadContext("copy")
    {
        protected override Assembly? Load(AssemblyName name) =>
            name.Name is "Shim.Green" or "Shim.Loop" or "Iced" ? LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, name.Name + ".dll")) : null;
    }
}

using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Shim;
using Shim.Patching;

/// <summary>
/// What the runtime calls before Main when DOTNET_STARTUP_HOOKS names this assembly. The application knows nothing of the assemblies next to this one
/// (its .deps.json does not list them), so they are found here.
/// </summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1050:Declare types in namespaces", Justification = "The runtime looks for this name.")]
internal class StartupHook
{
    private const int RefusedExitCode = 2;

    /// <summary>Called by the runtime, on the main thread. Must not touch another assembly of ours before the resolver is in place.</summary>
    public static void Initialize()
    {
        AssemblyLoadContext.Default.Resolving += ResolveNextToThis;
        Patch();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Patch()
    {
        try
        {
            GreenShim.PatchAll();
        }
        catch (PatchRefusedException refusal)
        {
            if (PatchSettings.IsRequired)
            {
                Console.Error.WriteLine($"GreenShim: {refusal.Message}");
                Environment.Exit(RefusedExitCode);
            }

            Console.Error.WriteLine($"GreenShim: not patched: {refusal.Message}");
        }
    }

    private static Assembly? ResolveNextToThis(AssemblyLoadContext context, AssemblyName name)
    {
        var folder = Path.GetDirectoryName(typeof(StartupHook).Assembly.Location);
        if (name.Name is not ("Shim.Green" or "Shim.Loop" or "Iced") || folder is null)
        {
            return null;
        }

        var path = Path.Combine(folder, name.Name + ".dll");
        return File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
    }
}

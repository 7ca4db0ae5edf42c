using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Shim;
using Shim.Patching;

/// <summary>
/// What the runtime calls before Main when DOTNET_STARTUP_HOOKS names this assembly. The application knows nothing of the assemblies next to this one
/// (its .deps.json does not list them), so they are loaded here. Handing them to the runtime when it asks (AssemblyLoadContext.Resolving) would do,
/// too, but there it compares names by the rules of a culture, which takes ICU 16 ms to get ready for.
/// </summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1050:Declare types in namespaces", Justification = "The runtime looks for this name.")]
internal class StartupHook
{
    private const int RefusedExitCode = 2;

    /// <summary>Called by the runtime, on the main thread. Must not touch another assembly of ours before they are loaded.</summary>
    public static void Initialize()
    {
        LoadNextToThis("Shim.Loop");
        LoadNextToThis("Shim.Green");
        LoadNextToThis("Iced");
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
            Refuse(refusal.Message);
        }
        catch (Exception e)
        {
            // An assembly of ours that does not load, say. It was not GreenShim's program to end.
            Refuse($"{e.GetType().Name}: {e.Message}");
        }
    }

    private static void Refuse(string why)
    {
        if (PatchSettings.IsRequired)
        {
            Notice.Write(why);
            Environment.Exit(RefusedExitCode);
        }

        Notice.Write($"not patched: {why}");
    }

    // An application that has one of these itself keeps its own.
    private static void LoadNextToThis(string name)
    {
        var file = Path.DirectorySeparatorChar + name + ".dll";
        var path = Path.GetDirectoryName(typeof(StartupHook).Assembly.Location) + file;
        if ((AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string)?.Contains(file, StringComparison.Ordinal) != true && File.Exists(path))
        {
            AssemblyLoadContext.Default.LoadFromAssemblyPath(path);
        }
    }
}

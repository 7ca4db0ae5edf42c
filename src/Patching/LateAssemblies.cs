using System.Reflection;

namespace Shim.Patching;

/// <summary>
/// Loads early, and where nobody waits for it, what this assembly and Shim.Green take from the framework only when a wait has been long, or a dump is asked for. The
/// runtime loads an assembly when code is first compiled that names it, which takes a descriptor: a program that has none left would get a FileNotFoundException
/// where stock .NET waits on, and one for every later use, as the runtime remembers it.
/// </summary>
/// <remarks>Dangerous: each load calls the program's handlers of AppDomain.AssemblyLoad, which may wait, throw, or need a whole stack.</remarks>
internal static class LateAssemblies
{
    // Not those that the patches wait for: without them nothing of theirs is called, and loading them would have them patched.
    private static readonly string[] s_names = ["System.Threading.ThreadPool", "System.Diagnostics.StackTrace", "System.Collections.Concurrent"];

    internal static void Load()
    {
        foreach (string name in s_names)
        {
            try
            {
                Assembly.Load(name);
            }
            catch (Exception)
            {
                // Whoever needs it says so; what a handler throws is nobody's to hear, and must not end the process.
            }
        }
    }
}

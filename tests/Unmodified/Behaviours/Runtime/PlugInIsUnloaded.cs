using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

/// <summary>A plug-in that has started threads can be unloaded when they have ended.</summary>
class PlugInIsUnloaded : Scenario
{
    public override int Run()
    {
        WeakReference plugIn = Use();
        for (int i = 0; i < 100 && plugIn.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Thread.Sleep(10);
        }
        Say("unloaded: " + !plugIn.IsAlive);
        return 0;
    }

    // What a plug-in does: started by its own code.
    public static void InPlugIn()
    {
        int sum = 0;
        Thread[] threads = Enumerable.Range(0, 3).Select(i => Go(() =>
        {
            Thread.Sleep(1);
            Interlocked.Add(ref sum, i);
        })).ToArray();
        foreach (Thread thread in threads)
        {
            thread.Join();
        }
        Say("sum " + sum);
    }

    // No local of the caller may keep it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Use()
    {
        var context = new AssemblyLoadContext("plug-in", isCollectible: true);
        Assembly assembly = context.LoadFromAssemblyPath(typeof(PlugInIsUnloaded).Assembly.Location);
        assembly.GetType("PlugInIsUnloaded")!.GetMethod("InPlugIn")!.Invoke(null, null);
        context.Unload();
        return new WeakReference(context);
    }
}

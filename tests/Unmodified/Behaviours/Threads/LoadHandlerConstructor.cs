using System.Reflection;
using System.Runtime.CompilerServices;

/// <summary>A handler of AssemblyLoad uses a class whose constructor, on another thread, loads an assembly, too.</summary>
class LoadHandlerConstructor : Scenario
{
    static readonly ManualResetEventSlim Begun = new();
    static readonly ManualResetEventSlim GoOn = new();

    public override int Run()
    {
        Thread first = Go(() => Registry.Add("first"));
        Begun.Wait();
        AppDomain.CurrentDomain.AssemblyLoad += (_, e) => Registry.Add(e.LoadedAssembly.GetName().Name);
        Thread loader = Go(() => Assembly.Load("System.Diagnostics.Process"));
        Settle();
        GoOn.Set();
        first.Join();
        loader.Join();
        Say("both were entered: " + (Registry.Count >= 2));
        return 0;
    }

    static class Registry
    {
        static readonly List<string> names;

        static Registry()
        {
            Begun.Set();
            GoOn.Wait();
            Assembly.Load("System.IO.MemoryMappedFiles");
            names = [];
        }

        public static int Count => names.Count;

        // Of what its own constructor loads, there is no list yet.
        [MethodImpl(MethodImplOptions.NoInlining)]
        public static void Add(string name)
        {
            if (names is { } list)
            {
                lock (list)
                {
                    list.Add(name);
                }
            }
        }
    }
}

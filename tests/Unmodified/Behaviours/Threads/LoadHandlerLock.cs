using System.Reflection;

/// <summary>A handler of AssemblyLoad takes a lock that another thread holds while it loads an assembly, too.</summary>
class LoadHandlerLock : Scenario
{
    public override int Run()
    {
        object gate = new();
        int logged = 0;
        AppDomain.CurrentDomain.AssemblyLoad += (_, _) =>
        {
            lock (gate)
            {
                logged++;
            }
        };
        Thread loader;
        lock (gate)
        {
            loader = Go(() => Assembly.Load("System.Diagnostics.Process"));
            Settle();
            Assembly.Load("System.IO.MemoryMappedFiles");
        }
        loader.Join();
        Say("both were logged: " + (logged >= 2));
        return 0;
    }
}

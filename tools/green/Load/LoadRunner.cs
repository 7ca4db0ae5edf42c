using System.Net.Sockets;

namespace Green.Load;

internal static class LoadRunner
{
    internal static LoadResult Run(LoadOptions options)
    {
        using var plan = new LoadPlan(options);
        try
        {
            plan.Connect();
        }
        catch (SocketException e)
        {
            plan.Fail($"cannot connect all: {e.Message}");
        }
        // The setup made garbage; the run itself makes none, so this is the last collection.
        GC.Collect();
        EpollEngine.Run(plan);
        return plan.Result();
    }
}

namespace DetourHost.Routes;

/// <summary>For every public API that a patch map says it covers ("covers"): a call of it that must come by the patch point.</summary>
internal static class RouteTable
{
    internal const string EndOfProcess = "Environment.Exit(int)";

    internal static readonly Dictionary<string, Action> All = new(
        [.. ThreadRoutes.All, .. MonitorRoutes.All, .. WaitHandleRoutes.All, .. SocketRoutes.All, .. PoolRoutes.All, .. ConsoleRoutes.All, .. FileRoutes.All, .. NameRoutes.All, .. SignalRoutes.All, .. RuntimeRoutes.All, .. LookupRoutes.All, .. ProcessRoutes.All]);
}

using Shim;
using Shim.Patching.Manifest;

namespace Green.Run;

/// <summary>Whether the groups of a command line are some of a map's: what is not makes the app run unpatched.</summary>
internal static class GroupCheck
{
    /// <returns>What is wrong, or null.</returns>
    /// <param name="groups">Of --group.</param>
    /// <param name="noGroups">Of --no-group.</param>
    /// <param name="patchMap">A map of the user's own, which may declare more groups.</param>
    internal static string? Error(string[] groups, string[] noGroups, string? patchMap)
    {
        if (groups.Length + noGroups.Length == 0)
        {
            return null;
        }
        var map = new PatchMap();
        try
        {
            PatchMapLoader.LoadBuiltIn(map);
            if (patchMap is not null)
            {
                PatchMapLoader.Load(map, patchMap);
            }
        }
        catch (PatchRefusedException)
        {
            // What is wrong with a map the app's process says.
            return null;
        }
        try
        {
            _ = new GroupChoice(map, groups, "option '--group'");
            _ = new GroupChoice(map, [.. noGroups.Select(g => "-" + g)], "option '--no-group'");
            return null;
        }
        catch (PatchRefusedException e)
        {
            return e.Message;
        }
    }
}

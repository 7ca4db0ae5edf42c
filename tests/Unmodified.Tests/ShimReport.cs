using System.Text.Json;

namespace Unmodified.Tests;

/// <summary>The counters of GREENSHIM_REPORT.</summary>
internal sealed record ShimReport(long Switches, long Parks, long Spawned, long HandOvers)
{
    internal static ShimReport? Read(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        JsonElement root = document.RootElement;
        return new ShimReport(
            root.GetProperty("switches").GetInt64(), root.GetProperty("parks").GetInt64(), root.GetProperty("spawned").GetInt64(),
            root.GetProperty("handOvers").GetInt64());
    }
}

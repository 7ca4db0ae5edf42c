using System.Text.Json;

namespace Unmodified.Runs;

/// <summary>The counters of GREENSHIM_REPORT.</summary>
public sealed record ShimReport(long Switches, long Parks, long Spawned, long HandOvers, long RuntimeHandOvers, string Resolver, long Lookups, long SharedLookups,
    long SignalsHandled, long SignalsMissed, long Carriers, long Batches, long BatchedCalls)
{
    public static ShimReport? Read(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        JsonElement root = document.RootElement;
        return new ShimReport(Number("switches"), Number("parks"), Number("spawned"), Number("handOvers"), Number("runtimeHandOvers"),
            root.GetProperty("resolver").GetString()!, Number("lookups"), Number("sharedLookups"),
            Number("signalsHandled"), Number("signalsMissed"), Number("carriers"), Number("batches"), Number("batchedCalls"));
        long Number(string name) => root.GetProperty(name).GetInt64();
    }
}

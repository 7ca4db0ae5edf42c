using System.Globalization;
using System.Text.Json;
using Shim.Green;
using Shim.Patching.Replacements.Names;

namespace Shim.Patching;

/// <summary>
/// Writes what the hub did, as JSON, to the file that <c>GREENSHIM_REPORT</c> names when the process ends in an orderly way: the proof that a
/// program ran cooperatively, for tests and for the curious. <c>%p</c> in its name is the process's number: children inherit the variable.
/// </summary>
internal static class ExitReport
{
    internal const string Variable = "GREENSHIM_REPORT";

    private static bool s_isArranged;

    /// <summary>Arranges for the report, when the environment asks for one.</summary>
    internal static void Arrange()
    {
        // PatchAll may be called again.
        if (!s_isArranged && Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path)
        {
            s_isArranged = true;
            string own = path.Replace("%p", Environment.ProcessId.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Write(own);
        }
    }

    private static void Write(string path)
    {
        // PatchAll was refused.
        if (!Hub.HasDefault)
        {
            return;
        }

        HubStatistics statistics = Hub.Default.Statistics;
        try
        {
            // Children inherit the variable, and some end at the same moment: whole reports take each other's place.
            var own = path + "." + Environment.ProcessId;
            WriteTo(own, statistics);
            PutInPlace(own, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Notice.Write($"{Variable}: {e.Message}");
        }
    }

    private static void PutInPlace(string written, string path)
    {
        try
        {
            File.Move(written, path, overwrite: true);
        }
        catch
        {
            File.Delete(written);
            throw;
        }
    }

    private static void WriteTo(string path, HubStatistics statistics)
    {
        using var stream = File.Create(path);
        using Utf8JsonWriter writer = new(stream);
        writer.WriteStartObject();
        writer.WriteString("switcher", Hub.Default.SwitcherName);
        writer.WriteNumber("switches", statistics.Switches);
        writer.WriteNumber("parks", statistics.Parks);
        writer.WriteNumber("spawned", statistics.Spawned + statistics.Enlisted);
        writer.WriteNumber("notEnlisted", statistics.NotEnlisted);
        writer.WriteNumber("handOvers", statistics.HandOvers);
        writer.WriteNumber("runtimeHandOvers", statistics.RuntimeHandOvers);
        writer.WriteNumber("stepsAside", statistics.StepsAside);
        writer.WriteNumber("signalsHandled", statistics.SignalsHandled);
        writer.WriteNumber("signalsMissed", statistics.SignalsMissed);
        writer.WriteNumber("carriers", statistics.Carriers);
        writer.WriteNumber("rounds", statistics.Rounds);
        writer.WriteNumber("batches", statistics.Batches);
        writer.WriteNumber("batchedCalls", statistics.BatchedCalls);
        (long asked, long shared) = LookupsInFlight.Counts;
        writer.WriteString("resolver", ResolverChoice.Name);
        writer.WriteNumber("lookups", asked);
        writer.WriteNumber("sharedLookups", shared);
        writer.WriteEndObject();
    }
}

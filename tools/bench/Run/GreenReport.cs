using System.Text.Json;

namespace Bench.Run;

/// <summary>What the hub of a process said about itself when the process ended.</summary>
internal readonly record struct GreenReport(string Switcher, long Switches)
{
    internal const string Variable = "GREENSHIM_REPORT";

    /// <summary>Null when the process was not green, or did not come to an orderly end.</summary>
    internal static GreenReport? Take(string file)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(file));
            return new GreenReport(document.RootElement.GetProperty("switcher").GetString()!, document.RootElement.GetProperty("switches").GetInt64());
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
        finally
        {
            File.Delete(file);
        }
    }
}

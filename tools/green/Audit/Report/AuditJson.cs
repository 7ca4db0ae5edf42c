using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Green.Audit.Verdict;

namespace Green.Audit.Report;

/// <summary>The audit for machines.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AuditDocument))]
internal sealed partial class AuditJson : JsonSerializerContext
{
    internal static string Serialize(AuditResult result)
    {
        // Method names are full of < and >, which need no escaping in a file.
        var readable = new AuditJson(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        var document = new AuditDocument(
            result.Runtime,
            result.Counts,
            result.Findings,
            [.. result.Cuts.GroupBy(c => (c.Name, Because: c.Left?.Because)).Select(Describe)],
            result.Coverage);
        return JsonSerializer.Serialize(document, readable.AuditDocument);
    }

    private static CoveringMethod Describe(IEnumerable<Cut> same)
    {
        Cut first = same.First();
        return new CoveringMethod(
            first.Name, first.Patch?.Group, first.Left?.Kind.ToString(), first.Left?.Because, [.. same.SelectMany(c => c.Natives).Distinct().Order(StringComparer.Ordinal)]);
    }
}

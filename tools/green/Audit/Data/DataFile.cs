using System.Text.Json;

namespace Green.Audit.Data;

/// <summary>Reads one of the audit's own files; what is wrong with one is one sentence.</summary>
internal static class DataFile
{
    internal static T Read<T>(string path, Func<JsonElement, T> parse)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            return parse(document.RootElement);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new AuditInputException($"{path}: cannot be used ({e.Message.TrimEnd('.')})");
        }
    }

    internal static string String(JsonElement owner, string name) =>
        owner.GetProperty(name).GetString() is { Length: > 0 } text ? text : throw new InvalidOperationException($"\"{name}\" is a string");

    internal static IReadOnlyList<string> Strings(JsonElement owner, string name) =>
        [.. owner.GetProperty(name).EnumerateArray().Select(e => e.GetString()!)];
}

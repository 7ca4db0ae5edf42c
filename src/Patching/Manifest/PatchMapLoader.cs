using System.Text.Json;

namespace Shim.Patching.Manifest;

/// <summary>Reads patch maps. Everything wrong with one is said in one sentence that names the file, the entry and the reason.</summary>
internal static class PatchMapLoader
{
    private static readonly JsonDocumentOptions s_options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <param name="map">Receives the content; what the file repeats replaces what is there.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="PatchRefusedException">The file cannot be used.</exception>
    internal static void Load(PatchMap map, string path)
    {
        byte[] text;
        try
        {
            text = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new PatchRefusedException($"{path}: cannot be read ({e.Message.TrimEnd('.')})");
        }

        Parse(map, text, Path.GetFileName(path));
    }

    internal static void Parse(PatchMap map, ReadOnlyMemory<byte> text, string file)
    {
        if (text.Span.StartsWith("\uFEFF"u8))
        {
            text = text[3..];
        }

        try
        {
            using var document = JsonDocument.Parse(text, s_options);
            ParseRoot(map, document.RootElement, file);
        }
        catch (JsonException e)
        {
            throw new PatchRefusedException(
                $"{file}: line {(e.LineNumber ?? 0) + 1}, column {(e.BytePositionInLine ?? 0) + 1}: this is not JSON ({FirstSentence(e.Message)})");
        }
    }

    private static void ParseRoot(PatchMap map, JsonElement root, string file)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new PatchRefusedException($"{file}: a patch map is a JSON object");
        }

        foreach (var property in root.EnumerateObject())
        {
            if (property.Name is not ("$schema" or "verifiedOn" or "groups" or "off" or "patches"))
            {
                throw new PatchRefusedException($"{file}: \"{property.Name}\" is not a property of a patch map");
            }
        }

        var where = new Place(file, null);
        if (root.TryGetProperty("groups", out var groups))
        {
            foreach (var group in where.Object(groups, "groups").EnumerateObject())
            {
                map.AddGroup(group.Name, where.String(group.Value, $"groups.{group.Name}"));
            }
        }

        foreach (var name in where.Strings(root, "off"))
        {
            map.SwitchOff(map.Groups.ContainsKey(name) ? name : throw new PatchRefusedException($"{file}: \"off\": there is no group \"{name}\" ({Known(map)})"));
        }

        var verifiedOn = where.Strings(root, "verifiedOn");
        if (!root.TryGetProperty("patches", out var patches))
        {
            return;
        }

        if (patches.ValueKind != JsonValueKind.Array)
        {
            throw new PatchRefusedException($"{file}: \"patches\" must be an array");
        }

        var index = 0;
        foreach (var patch in patches.EnumerateArray())
        {
            map.Add(ParseEntry(map, patch, file, index++, verifiedOn));
        }
    }

    private static PatchEntry ParseEntry(PatchMap map, JsonElement patch, string file, int index, string[] verifiedOn)
    {
        var where = new Place(file, $"entry {index}");
        where.Object(patch, "an entry");
        var targetText = where.Required(patch, "target");
        where = new Place(file, $"entry {index} ({targetText})");
        foreach (var property in patch.EnumerateObject())
        {
            if (property.Name is not ("group" or "target" or "replacement" or "original" or "covers" or "ilSize" or "verifiedOn" or "required" or "about"))
            {
                throw where.Error($"\"{property.Name}\" is not a property of an entry");
            }
        }

        if (MemberName.TryParse(targetText) is not { Assembly: not null, Parameters: not null } target)
        {
            throw where.Error("a target is written \"Assembly!Namespace.Type::Method(Parameter.Types)\"");
        }

        var replacementText = where.Required(patch, "replacement");
        if (MemberName.TryParse(replacementText) is not { Parameters: null } replacement)
        {
            throw where.Error($"a replacement is written \"Namespace.Type::Method\" or \"Assembly!Namespace.Type::Method\", not \"{replacementText}\"");
        }

        var group = where.Required(patch, "group");
        if (!map.Groups.ContainsKey(group))
        {
            throw where.Error($"there is no group \"{group}\" ({Known(map)})");
        }

        var own = where.Strings(patch, "verifiedOn");
        return new PatchEntry
        {
            File = file,
            Index = index,
            Group = group,
            TargetText = targetText,
            Target = target,
            Replacement = replacement,
            Original = patch.TryGetProperty("original", out var original) ? where.String(original, "original") : null,
            Covers = where.Strings(patch, "covers"),
            ILSize = patch.TryGetProperty("ilSize", out var size) ? where.Count(size, "ilSize") : null,
            VerifiedOn = own.Length > 0 ? own : verifiedOn.Length > 0 ? verifiedOn : throw where.Error("it does not say on which runtimes it was verified (\"verifiedOn\")"),
            IsRequired = !patch.TryGetProperty("required", out var required) || where.Boolean(required, "required"),
        };
    }

    private static string Known(PatchMap map) => map.Groups.Count == 0 ? "no groups are declared" : $"known: {string.Join(", ", map.Groups.Keys)}";

    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(". ", StringComparison.Ordinal);
        return (end < 0 ? message : message[..end]).TrimEnd('.');
    }

    /// <summary>Typed access with errors that say where.</summary>
    private readonly struct Place(string file, string? entry)
    {
        internal PatchRefusedException Error(string reason) => new(entry is null ? $"{file}: {reason}" : $"{file}: {entry}: {reason}");

        internal JsonElement Object(JsonElement value, string name) =>
            value.ValueKind == JsonValueKind.Object ? value : throw Error($"{name} must be an object");

        internal string Required(JsonElement owner, string name) =>
            owner.TryGetProperty(name, out var value) ? String(value, name) : throw Error($"\"{name}\" is missing");

        internal string String(JsonElement value, string name) =>
            value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : throw Error($"\"{name}\" must be a string");

        internal bool Boolean(JsonElement value, string name) =>
            value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Error($"\"{name}\" must be true or false");

        internal int Count(JsonElement value, string name) =>
            value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var count) && count > 0 ? count : throw Error($"\"{name}\" must be a positive whole number");

        internal string[] Strings(JsonElement owner, string name)
        {
            if (!owner.TryGetProperty(name, out var values))
            {
                return [];
            }

            if (values.ValueKind != JsonValueKind.Array)
            {
                throw Error($"\"{name}\" must be an array of strings");
            }

            var list = new string[values.GetArrayLength()];
            var next = 0;
            foreach (var value in values.EnumerateArray())
            {
                list[next++] = String(value, name);
            }

            return list;
        }
    }
}

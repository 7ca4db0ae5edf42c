using Shim.Patching.Json;

namespace Shim.Patching.Manifest;

/// <summary>Reads patch maps. Everything wrong with one is said in one sentence that names the file, the entry and the reason.</summary>
internal static class PatchMapLoader
{
    internal const string BuiltIn = "patchmap.json";

    /// <summary>Reads the map that came with this assembly, the only one that is trusted to be the built-in one: beside it, or, in a single-file application, inside.</summary>
    /// <exception cref="PatchRefusedException">The file cannot be used.</exception>
    internal static void LoadBuiltIn(PatchMap map)
    {
        if (Path.GetDirectoryName(typeof(PatchMapLoader).Assembly.Location) is { Length: > 0 } folder)
        {
            Load(map, Path.Combine(folder, BuiltIn), isBuiltIn: true);
        }
        else
        {
            Parse(map, Embedded(), BuiltIn, isBuiltIn: true);
        }
    }

    internal static byte[] Embedded()
    {
        using Stream stream = typeof(PatchMapLoader).Assembly.GetManifestResourceStream(BuiltIn)!;
        byte[] text = new byte[stream.Length];
        stream.ReadExactly(text);
        return text;
    }

    /// <param name="map">Receives the content; what the file repeats replaces what is there.</param>
    /// <param name="path">The file.</param>
    /// <param name="isBuiltIn">Whether it is the map that comes with GreenShim.</param>
    /// <exception cref="PatchRefusedException">The file cannot be used.</exception>
    internal static void Load(PatchMap map, string path, bool isBuiltIn = false)
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

        Parse(map, text, Path.GetFileName(path), isBuiltIn);
    }

    internal static void Parse(PatchMap map, ReadOnlySpan<byte> text, string file, bool isBuiltIn = false)
    {
        if (text is [0xEF, 0xBB, 0xBF, ..])
        {
            text = text[3..];
        }

        JsonValue root;
        try
        {
            root = JsonParser.Parse(text);
        }
        catch (JsonSyntaxException e)
        {
            throw new PatchRefusedException($"{file}: line {e.Line}, column {e.Column}: this is not JSON ({e.Reason})");
        }

        ParseRoot(map, root, file, isBuiltIn);
    }

    private static void ParseRoot(PatchMap map, JsonValue root, string file, bool isBuiltIn)
    {
        if (root.Kind != JsonKind.Object)
        {
            throw new PatchRefusedException($"{file}: a patch map is a JSON object");
        }

        foreach (var property in root.Names)
        {
            if (property is not ("$schema" or "verifiedOn" or "groups" or "off" or "patches"))
            {
                throw new PatchRefusedException($"{file}: \"{property}\" is not a property of a patch map");
            }
        }

        var where = new Place(file, null);
        if (root.Property("groups") is { } groups)
        {
            where.Object(groups, "groups");
            for (var i = 0; i < groups.Items.Count; i++)
            {
                map.AddGroup(groups.Names[i], where.String(groups.Items[i], $"groups.{groups.Names[i]}"));
            }
        }

        foreach (var name in where.Strings(root, "off"))
        {
            map.SwitchOff(map.Groups.ContainsKey(name) ? name : throw new PatchRefusedException($"{file}: \"off\": there is no group \"{name}\" ({Known(map)})"));
        }

        var verifiedOn = where.Versions(root);
        if (root.Property("patches") is not { } patches)
        {
            return;
        }

        if (patches.Kind != JsonKind.Array)
        {
            throw new PatchRefusedException($"{file}: \"patches\" must be an array");
        }

        // An entry takes the place of another map's for the same target; two of one map are a mistake.
        var seen = isBuiltIn ? null : new Dictionary<MemberName, int>();
        var index = 0;
        foreach (var patch in patches.Items)
        {
            var entry = ParseEntry(map, patch, file, index++, verifiedOn);
            if (seen?.TryAdd(entry.Target, entry.Index) == false)
            {
                throw new Place(file, $"entry {entry.Index} ({entry.TargetText})").Error($"entry {seen[entry.Target]} has the same target");
            }

            map.Add(entry with { IsBuiltIn = isBuiltIn });
        }
    }

    private static PatchEntry ParseEntry(PatchMap map, JsonValue patch, string file, int index, string[] verifiedOn)
    {
        var where = new Place(file, $"entry {index}");
        where.Object(patch, "an entry");
        var targetText = where.Required(patch, "target");
        where = new Place(file, $"entry {index} ({targetText})");
        foreach (var property in patch.Names)
        {
            if (property is not ("group" or "target" or "replacement" or "original" or "covers" or "ilSize" or "verifiedOn" or "required" or "about"))
            {
                throw where.Error($"\"{property}\" is not a property of an entry");
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

        var own = where.Versions(patch);
        return new PatchEntry
        {
            File = file,
            Index = index,
            Group = group,
            TargetText = targetText,
            Target = target,
            Replacement = replacement,
            Original = patch.Property("original") is { } original ? where.String(original, "original") : null,
            Covers = where.Strings(patch, "covers"),
            ILSize = patch.Property("ilSize") is { } size ? where.Count(size, "ilSize") : null,
            VerifiedOn = own.Length > 0 ? own : verifiedOn.Length > 0 ? verifiedOn : throw where.Error("it does not say on which runtimes it was verified (\"verifiedOn\")"),
            IsRequired = patch.Property("required") is not { } required || where.Boolean(required, "required"),
        };
    }

    private static string Known(PatchMap map) => map.Groups.Count == 0 ? "no groups are declared" : $"known: {string.Join(", ", map.Groups.Keys)}";

    /// <summary>Typed access with errors that say where.</summary>
    private readonly struct Place(string file, string? entry)
    {
        internal PatchRefusedException Error(string reason) => new(entry is null ? $"{file}: {reason}" : $"{file}: {entry}: {reason}");

        internal void Object(JsonValue value, string name)
        {
            if (value.Kind != JsonKind.Object)
            {
                throw Error($"{name} must be an object");
            }
        }

        internal string Required(JsonValue owner, string name) =>
            owner.Property(name) is { } value ? String(value, name) : throw Error($"\"{name}\" is missing");

        internal string String(JsonValue value, string name) =>
            value is { Kind: JsonKind.String, Text.Length: > 0 } ? value.Text : throw Error($"\"{name}\" must be a string");

        internal bool Boolean(JsonValue value, string name) =>
            value.Kind is JsonKind.True or JsonKind.False ? value.Kind == JsonKind.True : throw Error($"\"{name}\" must be true or false");

        internal int Count(JsonValue value, string name) =>
            value.TryGetInt32(out var count) && count > 0 ? count : throw Error($"\"{name}\" must be a positive whole number");

        internal string[] Versions(JsonValue owner)
        {
            string[] versions = Strings(owner, "verifiedOn");
            foreach (string version in versions)
            {
                // As it is compared: three numbers, told by their looks, since to parse them takes a culture.
                string[] numbers = version.Split('.');
                if (numbers.Length != 3 || Array.Exists(numbers, static n => n.Length == 0 || n.AsSpan().ContainsAnyExceptInRange('0', '9')))
                {
                    throw Error($"\"verifiedOn\": \"{version}\" is not the version of a runtime, such as 10.0.12");
                }
            }

            return versions;
        }

        internal string[] Strings(JsonValue owner, string name)
        {
            if (owner.Property(name) is not { } values)
            {
                return [];
            }

            if (values.Kind != JsonKind.Array)
            {
                throw Error($"\"{name}\" must be an array of strings");
            }

            var list = new string[values.Items.Count];
            for (var i = 0; i < list.Length; i++)
            {
                list[i] = String(values.Items[i], name);
            }

            return list;
        }
    }
}

using System.Text.Json;

namespace Green.Audit.Data;

/// <summary>natives.json: every native entry point of the framework, and whether it blocks.</summary>
internal sealed class NativeCatalog
{
    private readonly Dictionary<string, (NativeKind Kind, string Because)> _functions = new(StringComparer.Ordinal);

    /// <exception cref="AuditInputException">The file is not a catalogue of native functions.</exception>
    internal static NativeCatalog Read(string path) => DataFile.Read(path, root =>
    {
        var catalog = new NativeCatalog();
        foreach (JsonElement group in root.GetProperty("natives").EnumerateArray())
        {
            string library = DataFile.String(group, "library");
            string because = DataFile.String(group, "because");
            if (!Enum.TryParse(DataFile.String(group, "kind"), ignoreCase: true, out NativeKind kind) || kind == NativeKind.Unknown)
            {
                throw new AuditInputException($"{path}: \"kind\" is blocks, short or never");
            }
            foreach (JsonElement function in group.GetProperty("functions").EnumerateArray())
            {
                string name = $"{library}!{function.GetString()}";
                if (!catalog._functions.TryAdd(name, (kind, because)))
                {
                    throw new AuditInputException($"{path}: {name} is there twice");
                }
            }
        }
        return catalog;
    });

    internal IReadOnlyCollection<string> Names => _functions.Keys;

    internal NativeKind KindOf(string name) => _functions.TryGetValue(name, out (NativeKind Kind, string) found) ? found.Kind : NativeKind.Unknown;
}

using System.CommandLine;
using System.Text;
using System.Text.Json;

namespace Green.Commands;

/// <summary>`green map`: what the patch map covers, as the README shows it.</summary>
internal static class MapCommand
{
    internal static Command Create()
    {
        var command = new Command("map", "Print what is patched, as a table in Markdown.");
        command.SetAction(_ =>
        {
            Console.Write(Markdown(Path.Combine(AppContext.BaseDirectory, "patchmap.json")));
            return 0;
        });
        return command;
    }

    private static string Markdown(string path)
    {
        using JsonDocument map = JsonDocument.Parse(File.ReadAllBytes(path));
        var text = new StringBuilder("| group | what it does | public APIs |\n|---|---|---|\n");
        foreach (JsonProperty group in map.RootElement.GetProperty("groups").EnumerateObject())
        {
            text.Append($"| `{group.Name}` | {group.Value.GetString()} | ");
            text.AppendJoin(", ", Covers(map.RootElement, group.Name).Distinct(StringComparer.Ordinal).Select(api => $"`{api}`"));
            text.Append(" |\n");
        }
        return text.ToString();
    }

    private static IEnumerable<string> Covers(JsonElement root, string group) =>
        root.GetProperty("patches").EnumerateArray()
            .Where(patch => patch.GetProperty("group").ValueEquals(group))
            .SelectMany(patch => patch.GetProperty("covers").EnumerateArray())
            .Select(api => api.GetString()!);
}

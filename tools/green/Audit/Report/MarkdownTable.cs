using System.Text;
using Green.Audit.Data;
using Shim.Patching.Manifest;

namespace Green.Audit.Report;

/// <summary>What is patched and what is left, as the README shows it. Only reviewed data goes in: it must read the same on every runtime.</summary>
internal static class MarkdownTable
{
    internal static string Make(AuditInput input)
    {
        PatchMap map = Auditor.ReadMap(input.PatchMap);
        LeftReasons reasons = LeftReasons.Read(input.Reasons);
        var text = new StringBuilder("| group | what it does | public APIs |\n|---|---|---|\n");
        foreach ((string group, string about) in map.Groups)
        {
            text.Append($"| `{group}` | {about} | ");
            text.AppendJoin(", ", map.Entries.Where(e => e.Group == group).SelectMany(e => e.Covers).Distinct(StringComparer.Ordinal).Select(api => $"`{api}`"));
            text.Append(" |\n");
        }
        text.Append("\n| left as it is | because |\n|---|---|\n");
        foreach (LeftReason reason in reasons.Reasons.Where(r => r.Kind == LeftKind.Left))
        {
            text.Append($"| {reason.What} | {reason.Because} |\n");
        }
        foreach (LeftReason reason in reasons.Reasons.Where(r => r.Kind == LeftKind.NotPatchedYet))
        {
            text.Append($"| {reason.What} | not patched yet |\n");
        }
        return text.ToString();
    }
}

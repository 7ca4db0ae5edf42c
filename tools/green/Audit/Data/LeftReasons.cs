using System.Text.Json;

namespace Green.Audit.Data;

/// <summary>left.json: what can block and is not patched, and why.</summary>
internal sealed class LeftReasons
{
    internal required IReadOnlyList<LeftReason> Reasons { get; init; }

    internal required IReadOnlyList<InlinedReason> Inlined { get; init; }

    /// <exception cref="AuditInputException">The file is not a list of reasons.</exception>
    internal static LeftReasons Read(string path) => DataFile.Read(path, root => new LeftReasons
    {
        Reasons =
        [
            .. Parse(root, "neverWaits", LeftKind.NeverWaits), .. Parse(root, "left", LeftKind.Left), .. Parse(root, "notPatchedYet", LeftKind.NotPatchedYet),
        ],
        Inlined =
        [
            .. root.GetProperty("inlined").EnumerateArray().Select(e =>
                new InlinedReason(DataFile.String(e, "target"), DataFile.Strings(e, "into"), DataFile.String(e, "because"))),
        ],
    });

    private static IEnumerable<LeftReason> Parse(JsonElement root, string list, LeftKind kind) => root.GetProperty(list).EnumerateArray().Select(e =>
        new LeftReason(kind, DataFile.String(e, "what"), DataFile.String(e, "because"), DataFile.Strings(e, "natives"), DataFile.Strings(e, "at")));
}

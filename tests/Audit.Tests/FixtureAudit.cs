using Green.Audit;

namespace Audit.Tests;

/// <summary>Audits the fixture with files that a test writes.</summary>
internal sealed class FixtureAudit : IDisposable
{
    internal const string Catalog = """
        { "natives": [
          { "library": "fixture", "kind": "blocks", "because": "it waits", "functions": ["fixture_wait", "fixture_read"] },
          { "library": "fixture", "kind": "never", "because": "it counts", "functions": ["fixture_count"] },
          { "library": "runtime", "kind": "never", "because": "cooperative", "functions": ["AuditFixture.Natives::OfRuntime"] },
          { "library": "pointer", "kind": "never", "because": "a callback", "functions": ["AuditFixture.Natives::ByPointer"] } ] }
        """;

    internal const string Wait = "AuditFixture!AuditFixture.Waist::Wait()";
    internal const string WaitFor = "AuditFixture!AuditFixture.Waist::Wait(System.Int32)";

    private readonly string _folder = Directory.CreateTempSubdirectory("audit-").FullName;

    internal string Natives { get; set; } = Catalog;

    /// <summary>Entries of the patch map.</summary>
    internal string Patches { get; set; } = "";

    internal string NeverWaits { get; set; } = "";

    internal string Left { get; set; } = "";

    internal string PathOf(string file) => Path.Combine(_folder, file);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>An entry of the patch map.</summary>
    internal static string Patch(string target, string more = "") =>
        $$"""{ "group": "own", "target": "{{target}}", "replacement": "AuditFixture!AuditFixture.Replacements::Wait"{{more}} }""";

    /// <summary>A reason to leave something.</summary>
    internal static string Reason(string at, string native = "fixture!fixture_wait") =>
        $$"""{ "what": "a test", "because": "of the test", "natives": ["{{native}}"], "at": ["{{at}}"] }""";

    internal AuditInput Write()
    {
        File.WriteAllText(PathOf("natives.json"), Natives);
        File.WriteAllText(PathOf("left.json"), $$"""{ "neverWaits": [{{NeverWaits}}], "left": [{{Left}}], "notPatchedYet": [], "inlined": [] }""");
        File.WriteAllText(PathOf("patchmap.json"), $$"""{ "verifiedOn": ["10.0.12"], "groups": { "own": "the test's" }, "patches": [{{Patches}}] }""");
        return new AuditInput
        {
            Runtime = [Places.Fixture],
            PatchMap = PathOf("patchmap.json"),
            Natives = PathOf("natives.json"),
            Reasons = PathOf("left.json"),
            Shim = Places.Fixture,
        };
    }

    internal AuditResult Run() => Auditor.Run(Write());
}

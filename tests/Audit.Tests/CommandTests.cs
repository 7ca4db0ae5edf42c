using System.Text.Json;
using FluentAssertions;

namespace Audit.Tests;

/// <summary>`green audit` as a process: exit codes, and one sentence for what it cannot work with.</summary>
public sealed class CommandTests : IDisposable
{
    private readonly FixtureAudit _audit = new();

    public void Dispose() => _audit.Dispose();

    [Fact]
    public void All_is_well_is_exit_code_0()
    {
        _audit.Patches = $"{FixtureAudit.Patch(FixtureAudit.Wait)}, {FixtureAudit.Patch(FixtureAudit.WaitFor)}";
        _audit.Left = FixtureAudit.Reason("AuditFixture!AuditFixture.Bypass::Wait()");

        (int code, string output, string errors) = Run("--json", _audit.PathOf("out.json"));

        (code, errors).Should().Be((0, ""), output);
        output.Should().Contain("Everything that blocks is patched, or left for a reason.").And.Contain("AuditFixture");
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(_audit.PathOf("out.json")));
        json.RootElement.GetProperty("findings").GetArrayLength().Should().Be(0);
        json.RootElement.GetProperty("covered").EnumerateArray().Should().Contain(c =>
            c.GetProperty("method").ValueEquals(FixtureAudit.Wait) && c.GetProperty("natives")[0].ValueEquals("fixture!fixture_wait"));
    }

    [Fact]
    public void An_uncovered_way_is_exit_code_1_with_the_way()
    {
        (int code, string output, _) = Run();

        code.Should().Be(1);
        output.Should().Contain("path: AuditFixture!AuditFixture.Bypass::Wait() reaches fixture!fixture_wait, and neither a patch nor a reason covers that.\n"
            + "    AuditFixture!AuditFixture.Bypass::Wait()\n    AuditFixture!AuditFixture.Natives::Wait()\n");
    }

    [Theory]
    [InlineData("/nowhere/at/all", "there is no directory '/nowhere/at/all'")]
    [InlineData("/proc/self/task", "there is no .NET assembly in '/proc/self/task'")]
    public void A_directory_without_assemblies_is_one_sentence_and_exit_code_2(string path, string says)
    {
        (int code, string output, string errors) = Run("--runtime", path);

        (code, output).Should().Be((2, ""));
        errors.Should().Be($"green audit: {says}.\n");
    }

    [Theory]
    [InlineData("natives.json", "{ oops", "natives.json: cannot be used")]
    [InlineData("left.json", "{}", "left.json: cannot be used")]
    [InlineData("patchmap.json", "[]", "patchmap.json: a patch map is a JSON object")]
    [InlineData("natives.json", """{ "natives": [{ "library": "a", "kind": "maybe", "because": "b", "functions": [] }] }""", "\"kind\" is blocks, short or never")]
    public void A_file_of_the_wrong_form_is_one_sentence_and_exit_code_2(string file, string content, string says)
    {
        _audit.Write();
        File.WriteAllText(_audit.PathOf(file), content);

        (int code, string output, string errors) = Start(Arguments());

        (code, output).Should().Be((2, ""));
        errors.Should().StartWith("green audit: ").And.Contain(says);
        errors.Trim().Should().NotContain("\n");
    }

    private (int Code, string Output, string Errors) Run(params string[] more)
    {
        _audit.Write();
        return Start([.. more.Contains("--runtime") ? Arguments()[2..] : Arguments(), .. more]);
    }

    private string[] Arguments() =>
    [
        "--runtime", Places.Fixture, "--shim", Places.Fixture,
        "--patchmap", _audit.PathOf("patchmap.json"), "--natives", _audit.PathOf("natives.json"), "--reasons", _audit.PathOf("left.json"),
    ];

    private static (int Code, string Output, string Errors) Start(IEnumerable<string> arguments) =>
        Child.Run("dotnet", [Places.Tool, "audit", .. arguments], TimeSpan.FromMinutes(1));
}

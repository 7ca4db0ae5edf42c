using FluentAssertions;

namespace Audit.Tests;

/// <summary>Entries of the patch map that do not fit the assemblies they are about.</summary>
public sealed class MapTests : IDisposable
{
    private readonly FixtureAudit _audit = new();

    public void Dispose() => _audit.Dispose();

    [Theory]
    [InlineData("AuditFixture!AuditFixture.Waist::Wait()", ", \"ilSize\": 77", "bytes of IL instead of 77")]
    [InlineData("AuditFixture!AuditFixture.Waist::Pause()", "", "there is no method Pause in AuditFixture.Waist")]
    [InlineData("AuditFixture!AuditFixture.Waist::Wait(System.Int64)", "", "AuditFixture.Waist has only Wait(), Wait(System.Int32)")]
    [InlineData("AuditFixture!AuditFixture.Nobody::Wait()", "", "there is no type AuditFixture.Nobody in AuditFixture")]
    [InlineData("Elsewhere!AuditFixture.Waist::Wait()", "", "there is no assembly Elsewhere")]
    [InlineData("AuditFixture!AuditFixture.Natives::Wait()", "", "it has no body of IL")]
    [InlineData("AuditFixture!AuditFixture.Waist::Wait()", ", \"original\": \"s_nothing\"", "AuditFixture.Replacements has no field s_nothing for the original")]
    public void One_sentence_for_an_entry_that_does_not_fit(string target, string more, string says)
    {
        _audit.Patches = FixtureAudit.Patch(target, more);

        _audit.Run().Findings.Where(f => f.Kind == "map").Should().ContainSingle().Which.Text.Should().StartWith(target).And.Contain(says);
    }

    [Fact]
    public void A_replacement_that_is_not_there_is_said()
    {
        _audit.Patches = FixtureAudit.Patch(FixtureAudit.Wait).Replace("Replacements::Wait", "Replacements::Pause", StringComparison.Ordinal);

        _audit.Run().Findings.Should().Contain(f => f.Kind == "map" && f.Text.EndsWith("there is no replacement AuditFixture.Replacements::Pause", StringComparison.Ordinal));
    }

    [Fact]
    public void An_entry_that_fits_is_not_mentioned()
    {
        _audit.Patches = FixtureAudit.Patch(FixtureAudit.Wait, ", \"original\": \"s_original\"");

        _audit.Run().Findings.Should().NotContain(f => f.Kind == "map");
    }
}

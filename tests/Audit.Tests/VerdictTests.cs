using FluentAssertions;
using Green.Audit;
using Green.Audit.Verdict;

namespace Audit.Tests;

/// <summary>What is covered, what is not, and what covers nothing.</summary>
public sealed class VerdictTests : IDisposable
{
    private const string Bypass = "AuditFixture!AuditFixture.Bypass::Wait()";
    private readonly FixtureAudit _audit = new();

    public void Dispose() => _audit.Dispose();

    [Fact]
    public void An_uncovered_way_is_found_and_the_shortest_is_shown()
    {
        Finding[] paths = Findings("path");

        paths.Should().HaveCountGreaterThan(0).And.OnlyContain(f => f.Text.Contains("neither a patch nor a reason", StringComparison.Ordinal));
        paths.Select(p => p.Path!).Should().ContainEquivalentOf((string[])[Bypass, "AuditFixture!AuditFixture.Natives::Wait()"], o => o.WithStrictOrdering());
    }

    [Fact]
    public void Patches_and_reasons_together_cover_everything()
    {
        Cover();

        _audit.Run().Findings.Should().BeEmpty();
    }

    [Fact]
    public void A_patch_covers_what_comes_by_it_and_nothing_else()
    {
        _audit.Patches = FixtureAudit.Patch(FixtureAudit.Wait);

        Findings("path").Should().OnlyContain(f => !f.Path!.Contains(FixtureAudit.Wait)).And.Contain(f => f.Path![0] == Bypass);
    }

    [Fact]
    public void A_reason_covers_the_functions_it_names_only()
    {
        Cover();
        _audit.Left = FixtureAudit.Reason(Bypass, "fixture!fixture_read");

        Findings("path").Should().ContainSingle().Which.Path![0].Should().Be(Bypass);
        Findings("reason").Should().HaveCount(2, "neither the method nor the function of that reason is needed");
    }

    [Fact]
    public void A_reason_may_be_about_one_call_only()
    {
        _audit.Patches = FixtureAudit.Patch(FixtureAudit.WaitFor);
        _audit.Left = FixtureAudit.Reason("AuditFixture!AuditFixture.Bypass::WaitOrCount > AuditFixture!AuditFixture.Waist::Wait()");

        Findings("reason").Should().BeEmpty();
        Findings("path").Should().Contain(f => f.Path!.Contains(FixtureAudit.Wait), "others call it, too")
            .And.NotContain(f => f.Path![0].Contains("WaitOrCount", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("AuditFixture!AuditFixture.Ways::Never()", "not on any way")]
    [InlineData("AuditFixture!AuditFixture.Ways::Gone()", "not there any more")]
    [InlineData(FixtureAudit.Wait, "patched")]
    [InlineData("AuditFixture!AuditFixture.Natives::Wait()", "it ends every way that no patch ended before")]
    public void A_reason_that_nothing_needs_is_said(string at, string why)
    {
        Cover();
        string own = FixtureAudit.Reason(at).Replace("of the test", "of something else", StringComparison.Ordinal);
        _audit.Left += $",{own}";
        bool isNeeded = at.Contains("Natives", StringComparison.Ordinal);

        Findings("reason").Any(f => f.Text.Contains("something else", StringComparison.Ordinal)).Should().Be(!isNeeded, why);
    }

    [Fact]
    public void A_function_in_no_list_is_said()
    {
        Cover();
        _audit.Natives = FixtureAudit.Catalog.Replace("\"fixture_count\"", "", StringComparison.Ordinal).Replace("AuditFixture.Natives::ByPointer", "", StringComparison.Ordinal);

        Findings("function").Select(f => f.Text[..f.Text.IndexOf(' ', StringComparison.Ordinal)])
            .Should().BeEquivalentTo("fixture!fixture_count", "pointer!AuditFixture.Natives::ByPointer");
    }

    private void Cover()
    {
        _audit.Patches = $"{FixtureAudit.Patch(FixtureAudit.Wait)}, {FixtureAudit.Patch(FixtureAudit.WaitFor)}";
        _audit.Left = FixtureAudit.Reason(Bypass);
    }

    private Finding[] Findings(string kind)
    {
        AuditResult result = _audit.Run();
        return [.. result.Findings.Where(f => f.Kind == kind)];
    }
}

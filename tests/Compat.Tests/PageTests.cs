using System.Text.RegularExpressions;
using Compat.Tests.Harness;
using FluentAssertions;
using Unmodified.Runs;
using Xunit;

namespace Compat.Tests;

/// <summary>docs/compatibility.md says what this run has seen. With GREENSHIM_COMPAT_PAGE=1 it is written.</summary>
[Collection(nameof(PageTests))]
public sealed partial class PageTests
{
    [Fact]
    public void The_page_says_what_was_seen()
    {
        if (Environment.GetEnvironmentVariable("GREENSHIM_COMPAT_PAGE") == "1")
        {
            Page.Write();
        }
        Dictionary<string, string[]> committed = Page.Committed();

        committed.Keys.Should().BeEquivalentTo(Page.Libraries.Select(library => library.Name));
        foreach (Library library in Page.Libraries)
        {
            string?[] row = Page.Row(library);
            string[] said = committed[library.Name];
            for (int i = 0; i < row.Length; i++)
            {
                if (row[i] is { } cell)
                {
                    // Which patch of a server the distribution has is not ours to say.
                    (i == 1 ? Version().Replace(said[i], "") : said[i]).Should().Be(i == 1 ? Version().Replace(cell, "") : cell, "GREENSHIM_COMPAT_PAGE=1 writes the page");
                }
            }
        }
        Page.CommittedDifferences().Should().Be(Page.Differences(), "GREENSHIM_COMPAT_PAGE=1 writes the page");
    }

    [Fact]
    public void Known_failures_are_of_scenarios_that_there_are() =>
        KnownFailures.Names.Should().BeSubsetOf(Page.Libraries.SelectMany(library => library.Scenarios)
            .SelectMany(_ => Enum.GetValues<Mode>(), KnownFailures.Name));

    [Fact]
    public void Every_scenario_of_the_programs_is_run()
    {
        foreach (IGrouping<string, Library> program in Page.Libraries.GroupBy(library => library.Program))
        {
            using ProgramRun list = ProgramRun.Start(Mode.Stock, program.Key, "--list");
            list.WaitForExit().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Should().BeEquivalentTo(program.SelectMany(library => library.Scenarios).Select(scenario => scenario.Name));
        }
    }

    [Fact]
    public void Both_switchers_are_run_under_CI() =>
        (Environment.GetEnvironmentVariable("CI") == "true" ? Modes.WhyNoStack : null).Should().BeNull("nothing is left out there");

    [GeneratedRegex(@" \d[\d.]*")]
    private static partial Regex Version();
}

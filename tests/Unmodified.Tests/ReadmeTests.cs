using System.Diagnostics;
using System.Text.Json;
using FluentAssertions;
using Xunit;

namespace Unmodified.Tests;

/// <summary>What the README says is patched is what the patch map says.</summary>
public sealed class ReadmeTests
{
    private const string Begin = "<!-- patchmap:begin -->\n";
    private const string End = "<!-- patchmap:end -->";

    [Fact]
    public void The_tables_of_what_is_patched_and_left_are_the_audits()
    {
        string readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        int begin = readme.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int end = readme.IndexOf(End, StringComparison.Ordinal);
        ProcessStartInfo start = new("dotnet", [Repository.Tool, "audit", "--markdown"]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string expected = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        readme[begin..end].Should().Be(expected, "README.md is to hold what `green audit --markdown` prints");
    }
    [Fact]
    public void The_runtimes_that_it_was_verified_on_are_the_patch_maps()
    {
        using JsonDocument map = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "patchmap.json")));
        Version[] versions = [.. map.RootElement.GetProperty("verifiedOn").EnumerateArray().Select(v => Version.Parse(v.GetString()!)).Order()];

        versions.Select(v => v.Build).Should().Equal(Enumerable.Range(versions[0].Build, versions.Length), "\"to\" is to leave none out");
        File.ReadAllText(Path.Combine(Repository.Root, "README.md")).Should().Contain($"verified on .NET {versions[0]} to {versions[^1]}.");
    }
}

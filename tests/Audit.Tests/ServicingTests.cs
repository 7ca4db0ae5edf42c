using System.Text.Json;
using FluentAssertions;

namespace Audit.Tests;

/// <summary>The patch tests on other patch versions of the runtime: what the map calls verified was run.</summary>
public class ServicingTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    public static TheoryData<string> Versions => [.. Places.PackVersions];

    [Fact]
    public void The_map_calls_verified_what_is_tested_here()
    {
        using JsonDocument map = JsonDocument.Parse(File.ReadAllBytes(Places.PatchMap));

        map.RootElement.GetProperty("verifiedOn").EnumerateArray().Select(v => v.GetString()).Should().BeEquivalentTo(Places.PackVersions);
        map.RootElement.GetProperty("patches").EnumerateArray().Count(p => p.TryGetProperty("verifiedOn", out _)).Should().Be(0, "an entry's own list is not tested");
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Every_entry_is_on_the_way_of_what_it_covers(string version)
    {
        using JsonDocument map = JsonDocument.Parse(File.ReadAllBytes(Places.PatchMap));
        int entries = map.RootElement.GetProperty("patches").GetArrayLength();

        string output = Pass(version, "DetourHost", ["routing", Places.PatchMap]);

        output.Should().Contain($"probes {entries} of {entries}").And.Contain("failures 0");
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void PatchAll_takes_the_version_for_verified(string version) =>
        Pass(version, "DetourHost", ["patch-all"]).Should().Contain($"runtime {version}").And.Contain("patched True").And.Contain("sleeping True");

    // Both look into the runtime's own records of locks, which no assembly says anything about.
    [Theory]
    [MemberData(nameof(Versions))]
    public void Locks_and_events_hold_between_green_and_native_threads(string version)
    {
        Pass(version, "SyncHost", ["locks-mixed", "1"]);
        Pass(version, "SyncHost", ["handles-tokens", "1"]);
    }

    private static string Pass(string version, string host, string[] arguments)
    {
        string program = Path.Combine(Places.Output("tests/" + host), host + ".dll");
        (int code, string output, string errors) = Child.Run(
            OtherRuntime.Starter(version), ["exec", "--fx-version", version, program, .. arguments], s_limit, ("DOTNET_ROOT", ""));
        code.Should().Be(0, "{0} on {1} printed:\n{2}\n{3}", host, version, output, errors);
        return output;
    }
}

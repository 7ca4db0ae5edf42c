using System.Text.Json;
using FluentAssertions;

namespace Patching.Tests;

/// <summary>Every public API that a patch map says it covers comes by the patch point, from precompiled callers and after tier-up.</summary>
public class RoutingTests
{
    public static TheoryData<string> Settings => Host.Settings;

    [Theory]
    [MemberData(nameof(Settings))]
    public void All_waists_are_on_the_way(string setting) => Check("waists.json", setting);

    [Theory]
    [MemberData(nameof(Settings))]
    public void The_shipped_map_patches_where_calls_come_by(string setting) => Check("patchmap.json", setting);

    private static void Check(string map, string setting)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Host.PathOf(map)));
        var entries = document.RootElement.GetProperty("patches").GetArrayLength();
        Host.Pass($"routing {map}", setting).Should().Contain($"probes {entries} of {entries}").And.Contain("failures 0");
    }
}

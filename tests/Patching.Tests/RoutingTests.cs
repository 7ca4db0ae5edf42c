using System.Text.Json;
using FluentAssertions;

namespace Patching.Tests;

/// <summary>Every public API that a patch map says it covers comes by the patch point, from precompiled callers and after tier-up.</summary>
public class RoutingTests
{
    public static TheoryData<string> Settings => Host.Settings;

    [Theory]
    [MemberData(nameof(Settings))]
    public void Every_entry_of_the_patch_map_is_on_the_way(string setting)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Host.PathOf("patchmap.json")));
        var entries = document.RootElement.GetProperty("patches").GetArrayLength();
        Host.Pass("routing patchmap.json", setting).Should().Contain($"probes {entries} of {entries}").And.Contain("failures 0");
    }
}

using System.Text;
using FluentAssertions;
using Shim;
using Shim.Patching;
using Shim.Patching.Manifest;
using Shim.Patching.Replacements.Names;

namespace Patching.Tests;

/// <summary>Trap: a bad patch map. One sentence that names the file, the entry and the reason.</summary>
public class PatchMapTests
{
    private const string Target = "System.Private.CoreLib!System.Threading.Thread::Sleep(System.Int32)";

    public static TheoryData<string, string> BadMaps => new()
    {
        { "{", "m.json: line 1, column 2: this is not JSON" },
        { "{\n  \"patches\": [,]\n}", "m.json: line 2, column 15: this is not JSON" },
        { "[]", "m.json: a patch map is a JSON object" },
        { "{ \"patch\": [] }", "m.json: \"patch\" is not a property of a patch map" },
        { "{ \"patches\": {} }", "m.json: \"patches\" must be an array" },
        { "{ \"groups\": { \"g\": 1 } }", "m.json: \"groups.g\" must be a string" },
        { "{ \"off\": [\"g\"] }", "m.json: \"off\": there is no group \"g\"" },
        { Map("7"), "m.json: entry 0: an entry must be an object" },
        { Map("{}"), "m.json: entry 0: \"target\" is missing" },
        { Map(Entry(target: "Thread.Sleep")), "m.json: entry 0 (Thread.Sleep): a target is written" },
        { Map(Entry(target: "System.Threading.Thread::Sleep(System.Int32)")), "a target is written" },
        { Map(Entry(group: "h")), $"m.json: entry 0 ({Target}): there is no group \"h\" (known: g)" },
        { Map(Entry(replacement: "X.Y")), $"m.json: entry 0 ({Target}): a replacement is written" },
        { Map(Entry(more: ", \"ilSize\": 0")), "\"ilSize\" must be a positive whole number" },
        { Map(Entry(more: ", \"required\": \"no\"")), "\"required\" must be true or false" },
        { Map(Entry(more: ", \"covers\": [1]")), "\"covers\" must be a string" },
        { Map(Entry(more: ", \"grup\": \"g\"")), "\"grup\" is not a property of an entry" },
        { Map(Entry(), verified: ""), "it does not say on which runtimes it was verified" },
        { Map(Entry(), verified: "\"ten\""), "m.json: \"verifiedOn\": \"ten\" is not the version of a runtime" },
        { Map(Entry(more: ", \"verifiedOn\": [\"10.0\"]")), $"m.json: entry 0 ({Target}): \"verifiedOn\": \"10.0\" is not the version of a runtime" },
        { Map(Entry() + "," + Entry()), $"m.json: entry 1 ({Target}): entry 0 has the same target" },
        { Map(Entry() + "," + Entry(group: "x")), $"m.json: entry 1 ({Target}): there is no group" },
    };

    [Theory]
    [MemberData(nameof(BadMaps))]
    public void A_bad_map_is_refused_in_one_sentence(string json, string says)
    {
        var read = () => Read(new PatchMap(), json);
        read.Should().Throw<PatchRefusedException>().Which.Message.Should().Contain(says).And.StartWith("m.json: ").And.NotContain("\n");
    }

    [Fact]
    public void Comments_and_a_byte_order_mark_are_fine()
    {
        var map = new PatchMap();
        Read(map, "\uFEFF// mine\n" + Map(Entry()));
        map.Entries.Should().ContainSingle().Which.VerifiedOn.Should().Equal("10.0.12");
    }

    [Fact]
    public void An_own_map_replaces_entries_with_the_same_target_and_adds_others()
    {
        var map = new PatchMap();
        Read(map, Map(Entry()));
        Read(map, """{ "verifiedOn": ["10.0.12"], "groups": { "mine": "own" }, "off": ["g"], "patches": [""" + Entry("mine", replacement: "Own!Own.Type::Method")
            + "," + Entry("mine", target: "A!B::C()") + "]}");
        map.Entries.Should().HaveCount(2);
        map.Entries[0].Replacement.Should().Be(new MemberName("Own", "Own.Type", "Method", null));
        map.Off.Should().Equal("g");
    }

    [Theory]
    [InlineData("", true, true)]
    [InlineData("all", true, true)]
    [InlineData("a", true, false)]
    [InlineData("-a", false, true)]
    [InlineData("a,b", true, true)]
    [InlineData("all,-b", true, false)]
    [InlineData("-a,a", true, false)]
    [InlineData("a,-a", false, false)]
    [InlineData("a,all", true, true)]
    [InlineData("-b,a,all", true, false)]
    public void Groups_are_named_or_taken_away(string names, bool a, bool b)
    {
        var map = new PatchMap();
        map.AddGroup("a", "first");
        map.AddGroup("b", "second");
        var choice = new GroupChoice(map, names.Split(',', StringSplitOptions.RemoveEmptyEntries), "here");
        (choice.IsOn("a"), choice.IsOn("b")).Should().Be((a, b));
    }

    [Theory]
    [InlineData("", true, false)]
    [InlineData("all", true, false)]
    [InlineData("+b", true, true)]
    [InlineData("b", false, true)]
    [InlineData("a,+b", true, true)]
    [InlineData("-a,+b", false, true)]
    [InlineData("+b,-b", true, false)]
    [InlineData("-b,+b", true, true)]
    public void A_group_that_is_off_is_on_where_it_is_named(string names, bool a, bool b)
    {
        var map = new PatchMap();
        map.AddGroup("a", "first");
        map.AddGroup("b", "second");
        map.SwitchOff("b");
        var choice = new GroupChoice(map, names.Split(',', StringSplitOptions.RemoveEmptyEntries), "here");
        (choice.IsOn("a"), choice.IsOn("b")).Should().Be((a, b));
    }

    [Fact]
    public void An_option_that_is_empty_is_refused_by_its_name()
    {
        var map = () => PatchSettings.From(new PatchOptions { PatchMap = "" });
        map.Should().Throw<PatchRefusedException>().WithMessage("PatchOptions.PatchMap is empty.");
        var resolver = () => ResolverChoice.Check("", "PatchOptions.Resolver");
        resolver.Should().Throw<FormatException>().WithMessage("PatchOptions.Resolver is '', which names no resolver; *");
        PatchSettings.From(new PatchOptions { Switcher = "warp" }).SwitcherSource.Should().Be("PatchOptions.Switcher");
    }

    [Fact]
    public void A_single_file_application_has_the_same_map() =>
        PatchMapLoader.Embedded().Should().Equal(File.ReadAllBytes(Host.PathOf(PatchMapLoader.BuiltIn)));

    [Fact]
    public void An_unknown_group_is_refused()
    {
        var choose = () => new GroupChoice(new PatchMap(), ["x"], "GREENSHIM_GROUPS");
        choose.Should().Throw<PatchRefusedException>().WithMessage("GREENSHIM_GROUPS: there is no group \"x\"*");
        foreach (string signed in (string[])["-all", "+all"])
        {
            var chooseAll = () => new GroupChoice(new PatchMap(), [signed], "GREENSHIM_GROUPS");
            chooseAll.Should().Throw<PatchRefusedException>().WithMessage("GREENSHIM_GROUPS: \"all\" stands without a sign");
        }

        var chooseNull = () => new GroupChoice(new PatchMap(), [null!], "PatchOptions.Groups");
        chooseNull.Should().Throw<PatchRefusedException>().WithMessage("PatchOptions.Groups: a name in it is null");
    }

    [Theory]
    [InlineData("Monitor::Exit_Slowpath(", "Monitor::Enter_Slowpath(")]
    [InlineData("Monitor::Exit_Slowpath(", "Monitor::TryEnter_Slowpath(")]
    [InlineData("Monitor::Pulse(", "Monitor::Wait(")]
    [InlineData("Monitor::PulseAll(", "Monitor::Wait(")]
    [InlineData("Interop+Kernel32::SetEvent(", "WaitHandle::WaitOneNoCheck(")]
    [InlineData("Interop+Kernel32::ReleaseSemaphore(", "WaitHandle::WaitOneNoCheck(")]
    [InlineData("Interop+Kernel32::ReleaseMutex(", "WaitHandle::WaitOneNoCheck(")]
    [InlineData("Interop+Kernel32::SetEvent(", "WaitHandle::WaitMultiple(")]
    [InlineData("Interop+Kernel32::SetEvent(", "WaitHandle::SignalAndWait(")]
    [InlineData("SafeSocketHandle::DoCloseHandle(", "SocketAsyncContext::Accept(")]
    public void What_signals_is_patched_before_what_waits(string signal, string wait)
    {
        var map = new PatchMap();
        PatchMapLoader.Load(map, Host.PathOf("patchmap.json"), isBuiltIn: true);
        var targets = map.Entries.Select(static entry => entry.TargetText).ToList();
        var first = targets.FindIndex(target => target.Contains(signal, StringComparison.Ordinal));
        first.Should().BeGreaterThanOrEqualTo(0).And.BeLessThan(targets.FindIndex(target => target.Contains(wait, StringComparison.Ordinal)));
    }

    private static void Read(PatchMap map, string json) => PatchMapLoader.Parse(map, Encoding.UTF8.GetBytes(json), "m.json");

    private static string Map(string entries, string verified = "\"10.0.12\"") =>
        $$"""{ "verifiedOn": [{{verified}}], "groups": { "g": "about" }, "patches": [{{entries}}] }""";

    private static string Entry(string group = "g", string target = Target, string replacement = "X.Y::Z", string more = "") =>
        $$"""{ "group": "{{group}}", "target": "{{target}}", "replacement": "{{replacement}}"{{more}} }""";
}

using FluentAssertions;

namespace Patching.Tests;

/// <summary>PatchAll in processes of its own, with maps and settings good and bad.</summary>
public sealed class PatchAllTests : IDisposable
{
    private const string Own = "DetourHost!DetourHost.PatchAll::Answer(System.Int32)";
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"own-{Guid.NewGuid():N}.json");

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("GREENSHIM_SWITCHER=thread", "switcher thread")]
    [InlineData("GREENSHIM_SWITCHER=auto", "switcher ")]
    public void Twice_is_harmless_and_the_report_names_the_switcher(string environment, string says)
    {
        var output = Host.Pass("patch-all", environment);
        output.Should().Contain("Thread::Sleep(System.Int32) Patched").And.Contain(says).And.Contain("patched True again True").And.Contain("sleeping True");
    }

    [Fact]
    public void A_hub_that_runs_already_and_otherwise_is_said_and_the_main_thread_becomes_green_all_the_same() =>
        Host.Pass("hub-first").Should().Contain("the hub runs already, without ContinueOnHub").And.EndWith("main green: True\nloaded early: True\n");

    [Fact]
    public void No_disassembler_is_loaded_for_the_built_in_map() => Host.Pass("patch-all").Should().Contain("iced False");

    [Fact]
    public void An_application_patches_its_own_methods()
    {
        WithMap(Entry(replacement: "DetourHost!DetourHost.PatchAll::OtherAnswer", more: ", \"original\": \"s_answer\""));
        Pass().Should().Contain($"own {Own} Patched").And.Contain("answer 42");
    }

    [Theory]
    [InlineData("DetourHost!DetourHost.PatchAll::Nothing(System.Int32)", "there is no method Nothing in DetourHost.PatchAll")]
    [InlineData("DetourHost!DetourHost.PatchAll::Answer(System.Int64)", "DetourHost.PatchAll has no Answer(System.Int64), only Answer(System.Int32)")]
    [InlineData("DetourHost!DetourHost.Nowhere::Answer(System.Int32)", "there is no type DetourHost.Nowhere in DetourHost")]
    [InlineData("No.Such!DetourHost.PatchAll::Answer(System.Int32)", "the assembly No.Such cannot be loaded")]
    public void A_required_target_that_cannot_be_patched_refuses_everything(string target, string says)
    {
        WithMap(Entry(target));
        Refuse($"entry 0 ({target}): {says}");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_optional_one_takes_its_group_along_and_leaves_the_rest(bool isLast)
    {
        var optional = Entry("DetourHost!DetourHost.PatchAll::Nothing(System.Int32)", more: ", \"required\": false");
        WithMap(isLast ? Entry() + "," + optional : optional + "," + Entry());
        Pass().Should().Contain($"own {Own} Skipped").And.Contain("Nothing(System.Int32) Refused there is no method").And
            .Contain("Thread::Sleep(System.Int32) Patched").And.Contain("answer 1 ");
    }

    [Theory]
    [InlineData("DetourHost!DetourHost.PatchAll::WrongAnswer", "the replacement's parameter \"value\" is System.String instead of System.Int32")]
    [InlineData("DetourHost!DetourHost.PatchAll::Run", "the replacement's parameter \"args\" is System.String[] instead of System.Int32")]
    [InlineData("DetourHost!DetourHost.PatchAll::NoAnswer", "there is no method NoAnswer in DetourHost.PatchAll")]
    public void A_replacement_that_does_not_fit_refuses_everything(string replacement, string says)
    {
        WithMap(Entry(replacement: replacement));
        Refuse(says);
    }

    [Theory]
    [InlineData("ProbedLacking", "what it needs is lacking")]
    [InlineData("ProbedThrowing", "DetourHost.ProbedThrowing.Probe() threw InvalidOperationException: no idea")]
    public void A_replacement_whose_class_says_that_it_cannot_work_refuses_everything(string type, string says)
    {
        WithMap(Entry(replacement: $"DetourHost!DetourHost.{type}::Answer"));
        Refuse(says);
    }

    [Fact]
    public void A_field_for_the_original_that_is_not_there_refuses_everything()
    {
        WithMap(Entry(more: ", \"original\": \"s_nothing\""));
        Refuse("has no static field \"s_nothing\" of type nint");
    }

    [Fact]
    public void Another_runtime_than_the_verified_one_refuses_everything()
    {
        WithMap(Entry(more: ", \"verifiedOn\": [\"10.0.99\"]"));
        Refuse("it was verified on .NET 10.0.99, and this is .NET 10.0.");
    }

    [Theory]
    [InlineData(", \"ilSize\": 9999", "instead of 9999")]
    [InlineData("", "the entry gives no IL size to compare")]
    public void An_unverified_runtime_may_be_tried_where_IL_sizes_match(string size, string says)
    {
        WithMap(Entry(more: $", \"verifiedOn\": [\"10.0.99\"]{size}"));
        Refuse(says, "GREENSHIM_ALLOW_UNVERIFIED=1");
    }

    [Fact]
    public void The_IL_size_of_a_method_of_the_application_counts_on_every_runtime()
    {
        WithMap(Entry(more: ", \"ilSize\": 9999"));
        Refuse("instead of 9999");
    }

    [Fact]
    public void A_missing_map_is_said() => Refuse("cannot be read");

    [Fact]
    public void A_map_that_is_not_JSON_is_refused_with_its_line()
    {
        File.WriteAllText(_file, "{\n oops");
        Refuse("line 2, column 2: this is not JSON");
    }

    [Fact]
    public void Groups_can_be_switched_off() =>
        Host.Pass("patch-all", "GREENSHIM_GROUPS=-sleep").Should().Contain("Thread::Sleep(System.Int32) Off its group is switched off");

    [Fact]
    public void An_unknown_switcher_leaves_nothing_patched()
    {
        var (code, output, _) = Host.Run("patch-all", "GREENSHIM_SWITCHER=warp");
        (code, output).Should().Be((3, output));
        output.Should().Contain("refused: There is no switcher 'warp'").And.Contain("(GREENSHIM_SWITCHER)").And.Contain("patched False");
    }

    [Fact]
    public void Disabled_means_disabled() => Host.Pass("patch-all", "GREENSHIM_DISABLE=1").Should().Contain("patched False").And.Contain("GREENSHIM_DISABLE is set");

    private static string Entry(string target = Own, string replacement = "DetourHost!DetourHost.PatchAll::OtherAnswer", string more = "") =>
        $$"""{ "group": "own", "target": "{{target}}", "replacement": "{{replacement}}"{{more}} }""";

    private void WithMap(string entries) =>
        File.WriteAllText(_file, $$"""{ "verifiedOn": ["{{Host.Runtime}}"], "groups": { "own": "the test's" }, "patches": [{{entries}}] }""");

    private string Pass() => Host.Pass("patch-all", $"GREENSHIM_PATCHMAP={_file}");

    private void Refuse(string says, string environment = "")
    {
        var (code, output, errors) = Host.Run("patch-all", $"GREENSHIM_PATCHMAP={_file}", environment);
        code.Should().Be(3, errors);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Should().HaveCount(2, output);
        lines[0].Should().StartWith("refused: ").And.Contain(Path.GetFileName(_file)).And.Contain(says);
        lines[1].Should().Be("patched False");
    }
}

using System.Diagnostics;
using System.Net.Sockets;
using FluentAssertions;
using Unmodified.Tests.Interop;
using Xunit;

namespace Unmodified.Tests;

/// <summary>What `green run` passes through, and what it says about an app that it cannot run.</summary>
public sealed class GreenRunTests
{
    private static string Behaviours => Repository.Program("Behaviours");

    [Theory]
    [InlineData("--switcher", "stack")]
    [InlineData("--switcher", "thread")]
    [InlineData("--child", "--required")]
    public void Input_output_and_exit_code_pass_through(string first, string second)
    {
        Outcome outcome = Green("one\ntwo\n", "run", first, second, Behaviours, "console-lines");

        outcome.Should().Be(new Outcome("line: one\nline: two\n", "lines: 2", 2));
    }

    [Fact]
    public void Tools_that_look_into_a_process_find_the_app()
    {
        using Process process = Start("run", Behaviours, "console-lines");
        process.StandardInput.WriteLine("one");
        process.StandardOutput.ReadLine().Should().Be("line: one");

        // One that was killed under the same id may have left its own: the start time, the 22nd field of proc_pid_stat(5), tells them apart.
        string started = File.ReadAllText($"/proc/{process.Id}/stat").Split(") ")[^1].Split(' ')[22 - 3];
        string socket = Path.Combine(Path.GetTempPath(), $"dotnet-diagnostic-{process.Id}-{started}-socket");
        using (Socket tool = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            tool.Connect(new UnixDomainSocketEndPoint(socket));
        }

        process.StandardInput.Close();
        process.WaitForExit();
        File.Exists(socket).Should().BeFalse("the app's runtime takes it away");
    }

    [Fact]
    public void Signals_of_the_users_reach_a_child()
    {
        const int user1 = 10;
        using Process process = Start("run", "--child", Behaviours, "console-lines");
        process.StandardInput.WriteLine("one");
        process.StandardOutput.ReadLine().Should().Be("line: one");

        Libc.Kill(process.Id, user1).Should().Be(0);
        string? dump = process.StandardError.ReadLine();
        process.StandardInput.Close();
        process.WaitForExit();

        dump.Should().StartWith("GreenShim: ", "the child was asked for a dump");
        process.ExitCode.Should().Be(1, "it went on, and counted its lines");
    }

    [Fact]
    public void The_executable_beside_an_assembly_stands_for_it()
    {
        Outcome outcome = Green("", "run", Path.ChangeExtension(Behaviours, null), "exit-code-from-main");

        outcome.Should().Be(new Outcome("returning 42\n", "", 42));
    }

    [Fact]
    public void What_stands_behind_the_app_is_the_apps()
    {
        Outcome outcome = Green("", "run", Repository.Program("Pipeline"), "--switcher", "none");

        // 64 is Pipeline's own answer to an option that it does not know.
        outcome.Should().Be(new Outcome("", "usage: Pipeline [--items N] [--workers N]", 64));
    }

    [Theory]
    [InlineData("crash-in-worker", 134)]
    [InlineData("exit-from-worker", 17)]
    public void Exit_codes_are_the_apps(string scenario, int expected) =>
        Green("", "run", Behaviours, scenario).ExitCode.Should().Be(expected);

    [Theory]
    [InlineData("no file", "run", "/nonexistent/app.dll")]
    [InlineData("is a directory", "run", "/tmp")]
    [InlineData("is no .NET assembly", "run", "/bin/sh")]
    [InlineData("unknown option '--wat'", "run", "--wat", "/bin/sh")]
    [InlineData("option '--switcher': 'none' is none of auto, stack, ", "run", "--switcher", "none", "/bin/sh")]
    [InlineData("option '--switcher' has no value", "run", "--switcher=", "/bin/sh")]
    [InlineData("option '--strict' takes no value", "run", "--strict=yes", "/bin/sh")]
    [InlineData("option '--watchdog': 'soon' is no whole number", "run", "--watchdog", "soon", "/bin/sh")]
    [InlineData("'/dev/null' is empty", "run", "/dev/null")]
    [InlineData("option '--only': 'fibres' is none of Threads, ", "demo", "--only", "fibres")]
    [InlineData("option '--only': '7' is none of Threads, ", "demo", "--only=7")]
    [InlineData("option '--only': 'fibres' is none of Threads, ", "demo", "--only", "Green,fibres")]
    [InlineData("option '--seconds': '1,5' is no number", "demo", "--seconds", "1,5")]
    [InlineData("option '--seconds' takes a number from 0.1", "demo", "--seconds", "NaN")]
    [InlineData("option '--watchdog': '9999999999' is no whole number up to 2147483647", "run", "--watchdog", "9999999999", "/bin/sh")]
    [InlineData("green: option '--port' is missing.", "load")]
    [InlineData("give one of them", "audit", "--markdown", "--types")]
    [InlineData("option '--seconds': 'long' is no number", "demo", "--seconds", "long")]
    [InlineData("option '--seconds' takes a number from 0.1", "demo", "--seconds", "-1")]
    [InlineData("Required argument", "run")]
    [InlineData("'frobnicate'", "frobnicate")]
    [InlineData("unknown command or option '/bin/sh'; did you mean `green run /bin/sh`?", "/bin/sh")]
    [InlineData("a command is missing; there are run, doctor, demo, audit (`green --help`).")]
    public void Bad_command_lines_get_one_sentence_and_exit_code_2(string expected, params string[] arguments)
    {
        Outcome outcome = Green("", arguments);

        outcome.ExitCode.Should().Be(2);
        outcome.Output.Should().BeEmpty();
        outcome.Error.Should().Contain(expected);
    }

    [Theory]
    [InlineData("--group", "sleep", "--group", "nope")]
    [InlineData("--group", "sleep,nope")]
    [InlineData("--no-group", "nope")]
    [InlineData("--no-group", "sleep,nope")]
    public void Groups_that_no_map_has_are_refused_before_the_app_runs(params string[] options)
    {
        Outcome outcome = Green("", ["run", .. options, Behaviours, "exit-code-from-main"]);

        outcome.Should().Be(outcome with { Output = "", ExitCode = 2 });
        outcome.Error.Should().StartWith($"green run: option '{options[^2]}': there is no group \"nope\" (known: sleep, ");
    }

    [Fact]
    public void A_group_of_ones_own_map_is_one()
    {
        string map = Path.Combine(Path.GetTempPath(), $"groups-{Guid.NewGuid():N}.json");
        File.WriteAllText(map, """{ "groups": { "mine": "what I patch" } }""");
        try
        {
            Outcome outcome = Green("", "run", "--patchmap", map, "--no-group", "mine,sleep", Behaviours, "exit-code-from-main");

            outcome.Should().Be(new Outcome("returning 42\n", "", 42));
        }
        finally
        {
            File.Delete(map);
        }
    }

    [Fact]
    public void Libraries_and_apps_without_their_configuration_are_refused()
    {
        string lonely = Path.Combine(Path.GetTempPath(), $"lonely-{Guid.NewGuid():N}.dll");
        File.Copy(Behaviours, lonely);
        try
        {
            Outcome library = Green("", "run", Repository.Hook);
            Outcome alone = Green("", "run", lonely);

            library.ExitCode.Should().Be(2);
            library.Error.Should().Contain("is a library");
            alone.ExitCode.Should().Be(2);
            alone.Error.Should().Contain("runtimeconfig.json' is missing");
        }
        finally
        {
            File.Delete(lonely);
        }
    }

    [Fact]
    public void An_app_for_an_older_runtime_runs_on_the_one_of_the_tool()
    {
        string folder = Directory.CreateTempSubdirectory("older").FullName;
        string app = Path.Combine(folder, "Behaviours.dll");
        string configuration = File.ReadAllText(Path.ChangeExtension(Behaviours, ".runtimeconfig.json"));
        File.Copy(Behaviours, app);
        File.WriteAllText(Path.ChangeExtension(app, ".runtimeconfig.json"), configuration.Replace("\"10.0.0\"", "\"8.0.0\"", StringComparison.Ordinal));
        try
        {
            Green("", "run", app, "exit-code-from-main").Should().Be(Green("", "run", Behaviours, "exit-code-from-main"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Help_says_that_options_stand_before_the_app() =>
        Green("", "run", "--help").Output.Should().Contain("\n  green run [options] <app> [the app's arguments]\n");

    [Fact]
    public void A_hidden_command_has_its_help() => Green("", "load", "--help").Output.Should().Contain("green load [options]").And.Contain("--port");

    [Fact]
    public void Doctor_passes_over_what_is_the_apps_and_looks_at_the_rest()
    {
        string map = Path.Combine(Path.GetTempPath(), $"doctor-{Guid.NewGuid():N}.json");
        File.WriteAllText(map, $$"""
            {
              "verifiedOn": ["{{Environment.Version}}"], "groups": { "mine": "what I patch" },
              "patches": [{ "group": "mine", "target": "TheApp!TheApp.Worker::Run()", "replacement": "TheApp!TheApp.Mine::Run" }]
            }
            """);
        try
        {
            Outcome outcome = Green("", "doctor", "--patchmap", map);

            outcome.ExitCode.Should().Be(0, outcome.Output);
            outcome.Output.Should().Contain("not looked at: TheApp is the app's").And.MatchRegex("Thread::Sleep.* patched").And.NotContain("Nothing can be patched");
        }
        finally
        {
            File.Delete(map);
        }
    }

    [Fact]
    public void Doctor_tells_a_wrong_map_from_a_machine_without_a_switcher()
    {
        Outcome outcome = Green("", "doctor", "--patchmap", "/nonexistent/map.json");

        outcome.ExitCode.Should().Be(1);
        outcome.Output.Should().MatchRegex("thread switcher +works").And.MatchRegex("auto takes +not asked").And.Contain("Nothing can be patched: ");
    }

    [Fact]
    public void Doctor_finds_every_entry_patched_here()
    {
        Outcome outcome = Green("", "doctor", "--json");

        outcome.ExitCode.Should().Be(0, outcome.Output + outcome.Error);
        outcome.Output.Should().Contain("\"refusal\": null").And.NotContain("\"Refused\"").And.NotContain("\"Skipped\"");
    }

    [Fact]
    public void Doctor_asks_each_switcher_whether_or_not_anything_can_be_patched()
    {
        using Process process = Start(new Dictionary<string, string> { ["CORECLR_ENABLE_PROFILING"] = "1" }, "doctor", "--json");
        string said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        process.ExitCode.Should().Be(1);
        said.Should().Contain("\"refusal\": \"profiling is enabled");
        foreach (string switcher in (string[])["stack-fs", "stack-tls", "thread"])
        {
            said.Should().MatchRegex($"\"name\": \"{switcher}\",\\s*\"refusal\": null");
        }
    }

    [Fact]
    public void Doctor_looks_also_where_the_shim_is_switched_off_and_says_so()
    {
        using Process process = Start(new Dictionary<string, string> { ["GREENSHIM_DISABLE"] = "1" }, "doctor", "--json");
        string said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        process.ExitCode.Should().Be(0);
        said.Should().Contain("\"Patched\"").And.Contain("GREENSHIM_DISABLE is set, and was put aside").And.NotContain("\"auto\": \"none\"");
    }

    private static Process Start(params string[] arguments) => Start([], arguments);

    private static Process Start(Dictionary<string, string> environment, params string[] arguments)
    {
        ProcessStartInfo info = new("dotnet", [Repository.Tool, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment["GREENSHIM_DUMP"] = "USR1";
        foreach ((string name, string value) in environment)
        {
            info.Environment[name] = value;
        }
        return Process.Start(info)!;
    }

    private static Outcome Green(string input, params string[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        if (!process.WaitForExit(90_000))
        {
            process.Kill();
            throw new TimeoutException($"green did not end. It printed:\n{output.Result}\n{error.Result}");
        }
        return new Outcome(output.Result, error.Result.Split('\n')[0], process.ExitCode);
    }
}

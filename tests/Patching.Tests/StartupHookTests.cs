using System.Diagnostics;
using FluentAssertions;

namespace Patching.Tests;

/// <summary>The startup hook in an application that does not know it: here a scenario that patches nothing by itself.</summary>
public class StartupHookTests
{
    private static readonly string s_hook = $"DOTNET_STARTUP_HOOKS={Host.PathOf("Shim.Patching.dll")}";

    [Fact]
    public void The_application_runs_patched_before_its_first_line() =>
        Host.Pass("is-patched", s_hook).Should().Be("Thread.Sleep patched: True\na dynamic method: False\n");

    [Fact]
    public void Without_the_hook_it_does_not() => Host.Pass("is-patched").Should().Contain("Thread.Sleep patched: False");

    [Fact]
    public void What_the_environment_says_reaches_the_hub() =>
        Host.Pass(
            "options", s_hook, "GREENSHIM_SWITCHER=thread", "GREENSHIM_WATCHDOG_MS=21", "GREENSHIM_STRICT=1", "GREENSHIM_CONTINUE_ON_HUB=1", "GREENSHIM_SIGNAL_MS=501",
            "GREENSHIM_SOCKET_BATCHES=0", "GREENSHIM_SPIN_US=7").Trim().Should().Be(
            "HubOptions { Switcher = thread, WatchdogMilliseconds = 21, IsStrict = True, ContinueOnHub = True, SignalMilliseconds = 501, BatchesSockets = False, SpinMicroseconds = 7 }");

    [Theory]
    [InlineData("GREENSHIM_GROUPS=nonsense", "GREENSHIM_GROUPS: there is no group \"nonsense\"")]
    [InlineData("GREENSHIM_WATCHDOG_MS=0", "GREENSHIM_WATCHDOG_MS is '0'; it takes a whole number of milliseconds from 1.")]
    [InlineData("GREENSHIM_SPIN_US=-1", "GREENSHIM_SPIN_US is '-1'; it takes a whole number of microseconds from 0.")]
    [InlineData("GREENSHIM_DISK_THREADS=few", "GREENSHIM_DISK_THREADS is 'few'; it takes a whole number of threads from 1.")]
    [InlineData("GREENSHIM_DISK_THREADS=9999999999", "GREENSHIM_DISK_THREADS is '9999999999'; it takes a whole number of threads from 1 to 2147483647.")]
    [InlineData("GREENSHIM_GROUPS=-all", "GREENSHIM_GROUPS: \"all\" stands without a sign")]
    [InlineData("GREENSHIM_STRICT=yes", "GREENSHIM_STRICT is 'yes'; it takes 1 or true, 0 or false.")]
    [InlineData("GREENSHIM_DISABLE=yes", "GREENSHIM_DISABLE is 'yes'; it takes 1 or true, 0 or false.")]
    [InlineData("GREENSHIM_REQUIRED=on", "GREENSHIM_REQUIRED is 'on'; it takes 1 or true, 0 or false.")]
    [InlineData("GREENSHIM_EAGER=True", "GREENSHIM_EAGER is 'True'; it takes 1 or true, 0 or false.")]
    [InlineData("GREENSHIM_ALLOW_UNVERIFIED=y", "GREENSHIM_ALLOW_UNVERIFIED is 'y'; it takes 1 or true, 0 or false.")]
    [InlineData("GREENSHIM_SOCKET_BATCHES=off", "GREENSHIM_SOCKET_BATCHES is 'off'; it takes 1 or true, 0 or false.")]
    [InlineData("GREENSHIM_LOOP_BACKEND=kqueue", "GREENSHIM_LOOP_BACKEND names 'kqueue', which is no backend; there are epoll, poll, select and iouring.")]
    public void A_refusal_is_one_line_and_the_application_runs_unpatched(string setting, string sentence)
    {
        var (code, output, errors) = Host.Run("is-patched", s_hook, setting);
        code.Should().Be(0);
        output.Should().Contain("Thread.Sleep patched: False");
        errors.Trim().Should().StartWith("GreenShim: not patched: " + sentence).And.NotContain("\n");
    }

    [Fact]
    public void Unless_it_must_not()
    {
        var (code, output, errors) = Host.Run("is-patched", s_hook, "GREENSHIM_GROUPS=nonsense", "GREENSHIM_REQUIRED=1");
        code.Should().Be(2);
        output.Should().BeEmpty();
        errors.Trim().Should().StartWith("GreenShim: GREENSHIM_GROUPS:").And.NotContain("\n");
    }

    [Theory]
    [InlineData("missing/report.json")]
    [InlineData("")]
    public void A_report_that_cannot_be_written_is_one_line_and_leaves_nothing(string name)
    {
        string folder = Directory.CreateTempSubdirectory("report").FullName;
        var (code, output, errors) = Host.Run("is-patched", s_hook, $"GREENSHIM_REPORT={Path.Combine(folder, name)}");
        var left = Directory.GetFileSystemEntries(Path.GetDirectoryName(folder)!, Path.GetFileName(folder) + "*");
        Directory.Delete(folder, recursive: true);

        code.Should().Be(0);
        output.Should().Contain("Thread.Sleep patched: True");
        errors.Trim().Should().StartWith("GreenShim: GREENSHIM_REPORT: ").And.NotContain("\n");
        left.Should().Equal(folder);
        errors.Should().Contain(folder).And.NotMatchRegex(@"\.\d+'");
    }

    [Theory]
    [InlineData("/dev/stderr")]
    [InlineData("/proc/self/fd/2")]
    [InlineData("/dev/fd/2")]
    public void A_report_to_an_open_file_stands_between_what_was_written_before_and_after(string name)
    {
        string file = Path.GetTempFileName();
        string dll = Host.PathOf("DetourHost.dll");
        ProcessStartInfo start = new("sh", ["-c", $"(echo before >&2; dotnet '{dll}' is-patched >/dev/null; echo after >&2) 2> '{file}'"]);
        start.Environment["GREENSHIM_REPORT"] = name;
        start.Environment["DOTNET_STARTUP_HOOKS"] = Host.PathOf("Shim.Patching.dll");
        Process.Start(start)!.WaitForExit();
        string said = File.ReadAllText(file);
        File.Delete(file);
        said.Should().MatchRegex("^before\n\\{.*\\}\nafter\n$");
    }

    [Fact]
    public void A_report_goes_to_where_a_link_leads_and_takes_the_place_of_nothing_but_a_file()
    {
        string folder = Directory.CreateTempSubdirectory("report").FullName;
        string At(string name) => Path.Combine(folder, name);
        Directory.CreateDirectory(At("there"));
        File.CreateSymbolicLink(At("link"), "there/report.json");
        File.CreateSymbolicLink(At("errors"), "/proc/self/fd/2");
        Process.Start("mkfifo", [At("fifo")]).WaitForExit();
        try
        {
            Report("link").Should().BeEmpty();
            File.ReadAllText(At("there/report.json")).Should().Contain("switches");
            Report("link").Should().BeEmpty();
            File.ResolveLinkTarget(At("link"), returnFinalTarget: false).Should().NotBeNull();
            Report("errors").Should().Contain("switches");
            File.ResolveLinkTarget(At("errors"), returnFinalTarget: false).Should().NotBeNull();
            Report("fifo").Should().StartWith("GreenShim: GREENSHIM_REPORT: No such device or address");
            File.Exists(At("fifo")).Should().BeTrue();
            Directory.GetFileSystemEntries(folder, "*", SearchOption.AllDirectories).Should().HaveCount(5);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        string Report(string name)
        {
            var (code, _, errors) = Host.Run("is-patched", s_hook, $"GREENSHIM_REPORT={At(name)}");
            code.Should().Be(0);
            return errors;
        }
    }

    [Fact]
    public void Disabled_it_says_nothing()
    {
        var (code, output, errors) = Host.Run("is-patched", s_hook, "GREENSHIM_DISABLE=1");
        (code, errors).Should().Be((0, ""));
        output.Should().Contain("Thread.Sleep patched: False");
    }

    [Fact]
    public void An_application_that_references_nothing_of_ours_finds_the_assemblies_next_to_the_hook()
    {
        var (code, output, errors) = Host.Dotnet($"\"{Host.PathOf("PlainApp.dll")}\"", s_hook);
        (code, errors).Should().Be((7, ""));
        output.Trim().Should().Be("slept True guests Shim.Green,Shim.Loop,Shim.Patching");
    }
}

using FluentAssertions;
using Xunit;

namespace Green.Tests;

/// <summary>How a process ends, as seen from outside.</summary>
public sealed class EndTests
{
    private const int Aborted = 128 + 6;
    private const int Killed = 128 + 9;

    [Theory]
    [InlineData("stack-fs", "0")]
    [InlineData("stack-tls", "0")]
    [InlineData("thread", "0")]
    [InlineData("stack-fs", "1")]
    [InlineData("stack-tls", "1")]
    [InlineData("thread", "1")]
    public void Main_may_return_first(string switcher, string strict)
    {
        HostRun run = HostRun.Of("End.Main_returns_while_a_foreground_green_thread_runs", switcher, ("GREENSHIM_STRICT", strict));
        run.Output.Should().Be("ok\nforeground done\n");
        run.ExitCode.Should().Be(7);
    }

    [Theory]
    [InlineData("stack-fs")]
    [InlineData("stack-tls")]
    [InlineData("thread")]
    public void Strict_is_strict_after_Main(string switcher) =>
        HostRun.Of("End.One_thread_at_a_time_after_Main", switcher, ("GREENSHIM_STRICT", "1")).Output.Should().Be("ok\nat most 1 at a time\n");

    [Theory]
    [InlineData("stack-fs")]
    [InlineData("stack-tls")]
    [InlineData("thread")]
    public void Background_green_threads_do_not_count(string switcher)
    {
        HostRun run = HostRun.Of("End.Background_green_threads_do_not_keep_the_process", switcher);
        run.Output.Should().Be("ok\n");
        run.ExitCode.Should().Be(8);
    }

    [Theory]
    [InlineData("stack-fs", "0")]
    [InlineData("stack-tls", "0")]
    [InlineData("thread", "0")]
    [InlineData("stack-fs", "1")]
    [InlineData("stack-tls", "1")]
    [InlineData("thread", "1")]
    public void What_is_ready_when_Main_returns_has_its_turn(string switcher, string strict) =>
        HostRun.Of("End.What_is_ready_when_Main_returns_has_its_turn", switcher, ("GREENSHIM_STRICT", strict)).Output.Should().Be("ok\nhas run: True\n");

    [Theory]
    [InlineData("stack-fs")]
    [InlineData("stack-tls")]
    [InlineData("thread")]
    public void Ended_threads_leave_although_the_hub_is_never_idle(string switcher) =>
        HostRun.Of("End.Ended_threads_leave_although_the_hub_is_never_idle", switcher).Output.Should().StartWith("all left\n");

    [Theory]
    [InlineData("stack-fs")]
    [InlineData("stack-tls")]
    [InlineData("thread")]
    public void Exit_works_from_green_and_native_threads(string switcher)
    {
        HostRun green = HostRun.Of("End.Exit_from_a_green_thread", switcher);
        green.Output.Should().Be("process exit\n");
        green.ExitCode.Should().Be(9);
        HostRun.Of("End.Exit_from_a_native_thread", switcher).ExitCode.Should().Be(10);
    }

    [Theory]
    [InlineData("stack-fs")]
    [InlineData("stack-tls")]
    [InlineData("thread")]
    public void An_unhandled_exception_is_reported_and_aborts(string switcher)
    {
        HostRun run = HostRun.Of("End.An_unhandled_exception_ends_the_process", switcher);
        run.Error.Should().StartWith("Unhandled exception. System.InvalidOperationException: nobody catches this\n");
        run.ExitCode.Should().Be(Aborted);
    }

    [Theory]
    [InlineData("stack-fs")]
    [InlineData("stack-tls")]
    [InlineData("thread")]
    public void A_stack_overflow_is_reported_and_aborts(string switcher)
    {
        HostRun run = HostRun.Of("End.A_stack_overflow_ends_the_process", switcher);
        run.Error.Should().StartWith("Stack overflow.\n").And.Contain("EndScenarios.Recurse");
        run.ExitCode.Should().Be(Aborted);
    }

    [Theory]
    [InlineData("stack-fs", "a_sleeper")]
    [InlineData("stack-tls", "a_sleeper")]
    [InlineData("thread", "a_sleeper")]
    [InlineData("stack-fs", "one_that_runs")]
    [InlineData("stack-tls", "one_that_runs")]
    [InlineData("thread", "one_that_runs")]
    public void Other_processes_learn_that_the_holder_of_their_mutex_died(string switcher, string holder)
    {
        string file = Path.GetTempFileName();
        try
        {
            string scenario = $"End.A_mutex_of_several_processes_is_held_by_{holder}";
            HostRun.Of(scenario, switcher, ("GREENHOST_FILE", file)).ExitCode.Should().Be(Killed);
            HostRun.Of("End.The_holder_of_a_mutex_died_with_its_process", switcher, ("GREENHOST_FILE", file)).Output.Should().Be("ok\n");
        }
        finally
        {
            File.Delete(file);
        }
    }
}

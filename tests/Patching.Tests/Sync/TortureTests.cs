using FluentAssertions;
using Xunit;

namespace Patching.Tests.Sync;

/// <summary>Green and native threads on the same locks, events, semaphores and mutexes, and sockets beside each other: nobody in twice, nothing lost, nobody starved.</summary>
public sealed class TortureTests
{
    private const int Seconds = 3;

    public static TheoryData<string, string> Scenarios()
    {
        TheoryData<string, string> data = [];
        foreach (string switcher in (string[])["stack", "thread"])
        {
            foreach (string scenario in (string[])
                ["locks-green", "locks-mixed", "locks-pair", "locks-many", "pulse-counts", "starved", "bulk", "joins-beside-busy", "handles-ring", "handles-tokens", "handles-mutex"])
            {
                data.Add(scenario, switcher);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Nothing_is_lost(string scenario, string switcher)
    {
        SyncRun run = SyncRun.Of(scenario, switcher, Seconds);

        run.ExitCode.Should().Be(0, run.Output);
    }

    [Theory]
    [InlineData("stack")]
    [InlineData("thread")]
    public void The_loops_signal_watchers_do_not_interfere_with_standard_handlers(string switcher)
    {
        SyncRun run = SyncRun.Of("signals", switcher, Seconds);

        run.ExitCode.Should().Be(0, run.Output);
    }

    [Theory]
    [InlineData("stack")]
    [InlineData("thread")]
    public void The_carrier_is_not_given_away_for_a_thread_that_has_just_ended(string switcher)
    {
        SyncRun run = SyncRun.Of("joins", switcher, Seconds, ("GREENSHIM_STRICT", "1"));

        run.ExitCode.Should().Be(0, run.Output);
    }

    [Theory]
    [InlineData("locks-green", "stack")]
    [InlineData("locks-mixed", "thread")]
    public void Nothing_is_lost_where_the_layout_of_locks_is_unknown(string scenario, string switcher)
    {
        SyncRun run = SyncRun.Of(scenario, switcher, Seconds, ("SYNCHOST_UNKNOWN_LOCKS", "1"));

        run.ExitCode.Should().Be(0, run.Output);
    }
}

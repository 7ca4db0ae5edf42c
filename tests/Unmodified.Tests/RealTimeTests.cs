using FluentAssertions;
using Xunit;

namespace Unmodified.Tests;

/// <summary>
/// Trap: under SCHED_FIFO the runtime starts threads at the middle of the priorities, above the main thread, and on one processor who has the higher one and only gives
/// way waits for ever for who has the lower one.
/// </summary>
public sealed class RealTimeTests
{
    [Theory]
    [InlineData(Mode.Stack)]
    [InlineData(Mode.Thread)]
    public void A_program_with_a_real_time_priority_and_one_processor_runs(Mode mode)
    {
        Outcome stock = Run(Mode.Stock);
        stock.ExitCode.Should().Be(0, stock.Output + stock.Error);

        Run(mode).Should().Be(stock);
    }

    private static Outcome Run(Mode mode)
    {
        using ProgramRun run = ProgramRun.Start(mode, "Pipeline", info =>
        {
            // Where the priority may not be had, at least with one processor.
            string[] wrapper = Environment.IsPrivilegedProcess ? ["chrt", "--fifo", "5", "taskset", "-c", "0"] : ["taskset", "-c", "0"];
            string[] command = [.. wrapper[1..], info.FileName, .. info.ArgumentList];
            info.FileName = wrapper[0];
            info.ArgumentList.Clear();
            foreach (string word in command)
            {
                info.ArgumentList.Add(word);
            }
        }, []);
        return run.WaitForExit();
    }
}

using FluentAssertions;
using Xunit;

namespace Unmodified.Tests;

/// <summary>A disk that has stopped stops who reads it, and nobody else; without a watchdog.</summary>
public sealed class SlowDiskTests
{
    [SlowDiskFact]
    [InlineData(Mode.Stock)]
    [InlineData(Mode.Stack)]
    [InlineData(Mode.Thread)]
    public void A_disk_that_does_not_answer_stops_nobody_else(Mode mode) =>
        Compare(mode, "disk-while-others-work").Should().BeGreaterThan(3, "reading, writing, flushing, closing and copying must each have met a disk that had stopped");

    [SlowDiskFact]
    [InlineData(Mode.Stock)]
    [InlineData(Mode.Stack)]
    [InlineData(Mode.Thread)]
    public void Nor_does_a_program_on_such_a_disk_that_is_started(Mode mode) =>
        Compare(mode, "program-on-a-disk").Should().BePositive("the child must have met a disk that had stopped");

    [SlowDiskFact]
    [InlineData(Mode.Stock)]
    [InlineData(Mode.Stack)]
    [InlineData(Mode.Thread)]
    public void Nor_do_names_that_somebody_else_has_to_be_asked_for(Mode mode) =>
        Compare(mode, "names-while-others-work").Should().BeGreaterThan(8, "each of them must have met a disk that had stopped");

    // How many calls had to wait.
    private static int Compare(Mode mode, string scenario)
    {
        using ProgramRun fast = ProgramRun.Start(Mode.Stock, "Behaviours", scenario);
        Outcome expected = fast.WaitForExit();
        using var disk = new SlowDisk();
        // Nothing can be killed that waits for a disk. Should the program have stopped with it, the disk goes on, and the test has failed.
        bool isRescued = false;
        using var rescue = new Timer(_ => isRescued = !File.Exists(Path.Combine(disk.Folder, "release")), null, TimeSpan.FromSeconds(60), Timeout.InfiniteTimeSpan);
        using ProgramRun slow = ProgramRun.Start(
            mode, "Behaviours", info => info.Environment["GREENSHIM_STRICT"] = "1", [scenario, disk.Folder]);

        Outcome outcome = slow.WaitForExit();

        isRescued.Should().BeFalse("somebody else must have let the disk go on");
        outcome.Should().Be(expected);
        return disk.Held;
    }
}

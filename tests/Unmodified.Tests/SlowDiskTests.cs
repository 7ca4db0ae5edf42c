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
    public void A_disk_that_does_not_answer_stops_nobody_else(Mode mode)
    {
        using ProgramRun fast = ProgramRun.Start(Mode.Stock, "Behaviours", "disk-while-others-work");
        Outcome expected = fast.WaitForExit();
        using var disk = new SlowDisk();
        using ProgramRun slow = ProgramRun.Start(
            mode, "Behaviours", info => info.Environment["GREENSHIM_STRICT"] = "1", ["disk-while-others-work", disk.Folder]);

        Outcome outcome = slow.WaitForExit();

        outcome.Should().Be(expected);
        disk.Held.Should().BeGreaterThan(9, "reading, writing, flushing, copying and every kind of name must each have met a disk that had stopped");
    }
}

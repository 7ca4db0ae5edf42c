using System.Globalization;
using FluentAssertions;
using Unmodified.Tests.Interop;
using Xunit;

namespace Unmodified.Tests;

/// <summary>
/// Signals and children at random while sockets echo: nothing is lost, nothing left over. A short run; UNMODIFIED_SOAK=1 makes it a long one.
/// </summary>
public sealed class SignalSoakTests
{
    // Real-time signals: those that the kernel counts. Of others, several that wait are one.
    private const int First = 35;
    private const int Last = 64;

    private static readonly bool s_isLong = Environment.GetEnvironmentVariable("UNMODIFIED_SOAK") == "1";

    [Theory]
    [InlineData(Mode.Stack)]
    [InlineData(Mode.Thread)]
    public void Nothing_is_lost_and_nothing_left_over(Mode mode)
    {
        (int signals, int children, int connections) = s_isLong ? (10_000, 2_000, 500) : (1_000, 100, 100);
        TimeSpan limit = TimeSpan.FromMinutes(s_isLong ? 10 : 2);
        using ProgramRun run = ProgramRun.Start(mode, "SignalSoak", children.ToString(CultureInfo.InvariantCulture), connections.ToString(CultureInfo.InvariantCulture));
        run.WaitForLine();
        var random = new Random(1);
        for (int i = 0; i < signals; i++)
        {
            Libc.Kill(run.Id, random.Next(First, Last + 1)).Should().Be(0);
            if (random.Next(10) == 0)
            {
                Thread.Sleep(random.Next(5));
            }
        }
        // All children's end is said first: SIGTERM is to be the last signal.
        run.WaitForLine(limit);
        Libc.Kill(run.Id, 15).Should().Be(0);

        Outcome outcome = run.WaitForExit(limit);

        outcome.Should().Be(new Outcome(
            $"ready\nchildren {children}, wrong exit codes 0\nsignals {signals}\nechoes went on True, wrong 0\nzombies 0, running 0\nsockets left over 0, pipes 0\n", "", 0));
        run.Report!.SignalsMissed.Should().Be(0, "the loop was never so late");
    }
}

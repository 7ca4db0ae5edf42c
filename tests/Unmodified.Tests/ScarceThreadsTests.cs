using FluentAssertions;
using Xunit;

namespace Unmodified.Tests;

/// <summary>Trap: the system has no more threads to give. Who asks is told as on stock, and nobody else notices.</summary>
public sealed class ScarceThreadsTests
{
    private const string Limit = "--nproc=300";

    // A user of no other process, whose threads alone count; the superuser's are not limited. It may read what the superuser may.
    private static readonly string[] s_anotherUser =
        ["setpriv", "--reuid=54321", "--clear-groups", "--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search", "prlimit", Limit];

    [Theory]
    [InlineData(Mode.Stack)]
    [InlineData(Mode.Thread)]
    public void The_thread_that_cannot_be_had_is_refused_as_on_stock_and_the_rest_goes_on(Mode mode)
    {
        Outcome stock = Run(Mode.Stock);
        stock.Output.Should().Contain("refused: OutOfMemoryException");
        stock.ExitCode.Should().Be(0, stock.Output + stock.Error);

        Run(mode).Should().Be(stock);
    }

    private static Outcome Run(Mode mode)
    {
        using ProgramRun run = ProgramRun.Start(mode, "Scarce", info =>
        {
            string[] wrapper = Environment.IsPrivilegedProcess ? s_anotherUser : ["prlimit", "--nproc=" + (OwnThreads() + 250)];
            string[] command = [.. wrapper[1..], info.FileName, .. info.ArgumentList];
            info.FileName = wrapper[0];
            info.ArgumentList.Clear();
            foreach (string word in command)
            {
                info.ArgumentList.Add(word);
            }
        }, []);
        Outcome outcome = run.WaitForExit();
        if (mode != Mode.Stock)
        {
            run.Report.Should().NotBeNull();
            run.Report!.Parks.Should().BeGreaterThan(50, "the crowd must have waited on the hub");
        }
        return outcome;
    }

    private static int OwnThreads() =>
        Directory.EnumerateDirectories("/proc").Where(d => int.TryParse(Path.GetFileName(d), out _)).Sum(d =>
        {
            try
            {
                string[] status = File.ReadAllLines(d + "/status");
                bool isOwn = status.First(l => l.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1] == UserId();
                return isOwn ? int.Parse(status.First(l => l.StartsWith("Threads:", StringComparison.Ordinal)).AsSpan(8)) : 0;
            }
            catch (IOException)
            {
                return 0; // gone meanwhile
            }
        });

    private static string UserId() => File.ReadAllLines("/proc/self/status").First(l => l.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1];
}

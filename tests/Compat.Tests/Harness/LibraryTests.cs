using FluentAssertions;
using Unmodified.Runs;
using Xunit.Sdk;

namespace Compat.Tests.Harness;

/// <summary>Runs what a library is put through, and compares.</summary>
public abstract class LibraryTests<TService>(Library library, TService service)
    where TService : IService, new()
{
    /// <summary>Stock .NET prints what it shall print, and the shimmed program the same, on green threads that wait cooperatively.</summary>
    protected void Compare(string name, Mode mode)
    {
        Scenario scenario = library.Scenarios.Single(s => s.Name == name);
        string? reason = KnownFailures.Reason(scenario, mode);
        Outcome stock = library.Observe(service, scenario, Mode.Stock).Outcome;
        stock.Should().Be(new Outcome(scenario.Transcript + "\n", "", 0), "stock .NET does so");
        Observation shimmed = library.Observe(service, scenario, mode);

        try
        {
            shimmed.Outcome.Should().Be(stock);
            ShowsCooperation(scenario, shimmed.Report);
        }
        catch (XunitException) when (reason is not null)
        {
            Results.Add(library, service.Name, scenario, mode, reason);
            return;
        }

        reason.Should().BeNull("it passes now: take it out of known-failures.txt");
        Results.Add(library, service.Name, scenario, mode, null);
    }

    private static void ShowsCooperation(Scenario scenario, ShimReport? report)
    {
        report.Should().NotBeNull();
        report!.Spawned.Should().BeGreaterThanOrEqualTo(scenario.Threads, "each thread of the program must have been a green one");
        report.Parks.Should().BeGreaterThanOrEqualTo(scenario.LeastParks ?? scenario.Threads, "the waits must have been the hub's, not the kernel's");
        report.Switches.Should().BeGreaterThanOrEqualTo(scenario.Threads);
        if (scenario.IsStrict)
        {
            // Without a watchdog the proof is that it ended. The first use of a class whose constructor another thread is inside of waits in the
            // runtime, and hands the carrier over; no wait of the library's may.
            report.HandOvers.Should().Be(report.RuntimeHandOvers, "nothing must have kept the carrier");
        }
        if (scenario.HandsOver)
        {
            report.HandOvers.Should().BePositive("native code must not have kept the carrier");
        }
    }
}

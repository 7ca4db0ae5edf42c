using FluentAssertions;

namespace Patching.Tests;

/// <summary>Trap: a signal is caught for the loop before the runtime calls its handlers, and its watcher may be gone by then.</summary>
public class SignalWatcherTests
{
    [Theory]
    [InlineData("stack")]
    [InlineData("thread")]
    public void A_handler_that_removes_itself_has_its_signal_to_itself(string switcher) =>
        Host.Pass("signal-watchers", $"GREENSHIM_SWITCHER={switcher}").Should().EndWith("handled\n");

    [Theory]
    [InlineData("stack")]
    [InlineData("thread")]
    public void Who_waits_for_the_runtimes_lock_keeps_nobody_else(string switcher) =>
        Host.Pass("signal-watchers-crowd", $"GREENSHIM_SWITCHER={switcher}").Should().EndWith("watched\n");
}

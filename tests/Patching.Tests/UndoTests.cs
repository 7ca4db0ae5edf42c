using FluentAssertions;

namespace Patching.Tests;

/// <summary>Trap: an undone patch leaves the method pinned, or a stale entry in the guard.</summary>
public class UndoTests
{
    public static TheoryData<string> Settings => Host.Settings;

    [Theory]
    [MemberData(nameof(Settings))]
    public void An_undone_method_is_itself_again(string setting) => Host.Pass("undo", setting);

    [Fact]
    public void Nobody_who_waits_in_a_monitor_is_left_behind() =>
        Host.Pass("undo-waiters").Should().StartWith("a thread waits in Monitor.Wait").And.EndWith("undone when nobody waited\nwoken\npatched again\n");

    [Fact]
    public void Nobody_who_comes_meanwhile_is_left_behind()
    {
        const string Ended = "WaitOne True\nWaitAny True\nlock True\nmutex True\n";
        Host.Pass("undo-newcomers").Should().Be("undone, 0 became green meanwhile\n" + Ended + "taken back, 4 are green\n" + Ended);
    }

    [Fact]
    public void What_cannot_be_undone_is_not_forgotten()
    {
        const string Left = "undone: System.Net.Sockets.SafeSocketHandle.DoCloseHandle could not be made itself again: the kernel does not let its code be changed; patched True True False\n";
        Host.Pass("undo-refused").Should().Be(Left + Left + "patched again True True True, amiss 0\nundone: all; patched False False False\n");
    }
}

using FluentAssertions;
using Xunit;

namespace Shim.Loop.Tests;

public class Smoke
{
    [Fact]
    public void Timer_and_async_on_real_epoll()
    {
        using var loop = new EventLoop();
        int n = 0;
        var t = new TimerWatcher(loop, _ => n++);
        t.Start(1_000_000);
        loop.Run().Should().BeFalse();
        n.Should().Be(1);
        var a = new AsyncWatcher(loop, w => { n++; w.Stop(); });
        a.Start();
        var th = new Thread(() => { Thread.Sleep(20); a.Send(); });
        th.Start();
        loop.Run();
        n.Should().Be(2);
        th.Join();
    }
}

using FluentAssertions;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

public class AsyncTests
{
    [Theory, MemberData(nameof(World.All), MemberType = typeof(World))]
    public void Sends_before_the_callback_are_one(string name)
    {
        using var world = World.Create(name);
        AsyncWatcher async = world.Async("async", w => w.Stop());
        async.Start();
        async.Send();
        async.Send();
        (async.IsSent, async.IsPending).Should().Be((true, false));
        world.Loop.Run().Should().BeFalse();
        world.Log.Should().Equal("async");
        async.IsSent.Should().BeFalse();
    }

    [Theory, MemberData(nameof(World.All), MemberType = typeof(World))]
    public void Only_those_that_were_sent_run(string name)
    {
        using var world = World.Create(name);
        AsyncWatcher[] asyncs = [.. Enumerable.Range(0, 5).Select(i => world.Async($"{i}"))];
        foreach (AsyncWatcher async in asyncs)
        {
            async.Start();
        }
        asyncs[1].Send();
        asyncs[3].Send();
        world.Loop.Run(RunMode.NoWait);
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().Equal("3", "1");
    }

    [Fact]
    public void What_was_sent_while_inactive_is_forgotten()
    {
        using var world = new FakeWorld();
        AsyncWatcher async = world.Async("async");
        async.Send();
        async.Start();
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().BeEmpty();
        async.Stop();
        async.Send();
        world.Loop.Run(RunMode.NoWait);
        async.Start();
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().BeEmpty();
    }

    [Fact]
    public void A_send_in_its_own_callback_runs_it_again_without_a_wait()
    {
        using var world = new FakeWorld();
        int left = 3;
        world.Timer("timer").Start(1_000_000);
        AsyncWatcher async = world.Async("async", w =>
        {
            if (--left > 0)
            {
                w.Send();
            }
            else
            {
                w.Stop();
            }
        });
        async.Start();
        async.Send();
        world.Loop.Run();
        world.Log.Should().Equal("async", "async", "async", "timer");
        world.Backend.Timeouts.Take(3).Should().Equal(0, 0, 0);
    }
}

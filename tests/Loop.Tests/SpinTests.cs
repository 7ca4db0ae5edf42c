using FluentAssertions;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

public sealed class SpinTests : IDisposable
{
    private const long SpinTime = 100_000;
    private const long Short = 50_000;
    private const long Long = 150_000;
    private const long LookTime = 500;

    private readonly FakeWorld _world = new();
    private readonly int _fd;

    public SpinTests()
    {
        _world.Loop.SpinTime = SpinTime;
        _fd = _world.NewFd();
        _world.Io(_fd, "io", _ => _world.Drain(_fd)).Start();
    }

    [Fact]
    public void Without_a_spin_time_it_sleeps_at_once()
    {
        _world.Loop.SpinTime = 0;
        Wait(Short);
        IsSpinning(Wait(Short)).Should().BeFalse();
        _world.Log.Should().Equal("io", "io");
    }

    [Fact]
    public void Where_the_last_wait_was_short_it_looks_until_something_is_there()
    {
        IsSpinning(Wait(Short)).Should().BeFalse("nothing is known yet");
        Wait(Short).Should().HaveCount((int)(Short / LookTime)).And.AllBeEquivalentTo(0L);
        _world.Log.Should().Equal("io", "io");
    }

    [Fact]
    public void Where_the_last_wait_was_long_it_sleeps()
    {
        Wait(Long);
        IsSpinning(Wait(Short)).Should().BeFalse();
        IsSpinning(Wait(Short)).Should().BeTrue();
    }

    [Fact]
    public void It_sleeps_when_the_time_is_over()
    {
        Wait(Short);
        List<long> timeouts = Wait(Long);
        timeouts[..^1].Should().HaveCount((int)(SpinTime / LookTime)).And.AllBeEquivalentTo(0L);
        timeouts[^1].Should().BeGreaterThan(SpinTime);
        _world.Log.Should().Equal("io", "io");
    }

    [Fact]
    public void What_is_in_vain_is_tried_ever_more_rarely()
    {
        List<int> tries = [];
        for (int i = 0; i < 3000; i++)
        {
            bool isTried = IsSpinning(Wait(Short, mayLook: false));
            if (isTried)
            {
                tries.Add(i);
            }
        }
        tries.Zip(tries.Skip(1), (a, b) => b - a).Should().Equal(2, 4, 8, 16, 32, 64, 128, 256, 512, 1024);
    }

    [Fact]
    public void What_was_worth_it_is_tried_again_at_once()
    {
        Wait(Short);
        Wait(Long);
        Wait(Short);
        IsSpinning(Wait(Short)).Should().BeFalse("one in vain, one without");
        IsSpinning(Wait(Short)).Should().BeTrue();
        IsSpinning(Wait(Short)).Should().BeTrue();
        IsSpinning(Wait(Short)).Should().BeTrue();
    }

    [Fact]
    public void What_comes_while_the_processor_is_somebody_elses_does_not_count()
    {
        Wait(Short);
        IsSpinning(Wait(Short, lookTime: 10_000)).Should().BeTrue();
        IsSpinning(Wait(Short)).Should().BeFalse();
        IsSpinning(Wait(Short)).Should().BeTrue();
    }

    [Fact]
    public void What_was_there_before_says_nothing()
    {
        Wait(Short);
        Wait(Long);
        Wait(Short);
        Wait(Short);
        IsSpinning(Wait(Short, lookTime: 10_000)).Should().BeTrue("as above: in vain for the second time");
        IsSpinning(Wait(Short)).Should().BeFalse();
        IsSpinning(Wait(Short)).Should().BeFalse();
        IsSpinning(Wait(Short)).Should().BeFalse();
        Wait(0).Should().Equal([0], "one look finds it");
        IsSpinning(Wait(Short)).Should().BeTrue("it was the turn of the one before");
    }

    [Fact]
    public void Another_thread_need_not_wake_who_is_looking()
    {
        AsyncWatcher async = _world.Async("async");
        async.Start();
        Wait(Short);
        int looks = 0;
        _world.Backend.DuringPoll = () =>
        {
            _world.Clock.Advance(LookTime);
            if (++looks == 3)
            {
                async.Send();
            }
        };
        _world.Loop.Run(RunMode.Once);
        looks.Should().Be(3);
        _world.Backend.Wakes.Should().Be(0);
        _world.Log.Should().Equal("io", "async");
    }

    [Fact]
    public void What_is_due_soon_is_waited_for_exactly()
    {
        Wait(Short);
        _world.Timer("timer").Start(SpinTime - 1);
        _world.Backend.DuringPoll = null;
        _world.Backend.Timeouts.Clear();
        _world.Loop.Run(RunMode.Once);
        _world.Backend.Timeouts.Should().Equal(SpinTime);
        _world.Log.Should().Equal("io", "timer");
    }

    [Fact]
    public void What_is_due_later_is_not_late_by_the_looks()
    {
        Wait(Short);
        _world.Timer("timer").Start(Long);
        long start = _world.Clock.Now;
        _world.Backend.Timeouts.Clear();
        _world.Backend.DuringPoll = () => _world.Clock.Advance(_world.Backend.Timeouts[^1] == 0 ? LookTime : 0);
        _world.Loop.Run(RunMode.Once);
        _world.Backend.Timeouts.Should().Contain(0);
        _world.Backend.Timeouts[^1].Should().Be(Long - SpinTime + 1);
        (_world.Clock.Now - start).Should().Be(Long + 1);
        _world.Log.Should().Equal("io", "timer");
    }

    [Fact]
    public void A_loop_that_others_may_use_while_it_polls_sleeps()
    {
        _world.Loop.SetReleaseHooks(_ => { }, _ => { });
        Wait(Short);
        IsSpinning(Wait(Short)).Should().BeFalse();
    }

    [Fact]
    public void A_negative_time_is_refused()
    {
        Action set = () => _world.Loop.SpinTime = -1;
        set.Should().Throw<ArgumentOutOfRangeException>();
    }

    public void Dispose() => _world.Dispose();

    private static bool IsSpinning(List<long> timeouts) => timeouts[0] == 0;

    // One iteration, in which the descriptor is readable after so long: how long its polls might have taken.
    private List<long> Wait(long arrival, long lookTime = LookTime, bool mayLook = true)
    {
        long start = _world.Clock.Now;
        _world.Backend.Timeouts.Clear();
        _world.Backend.DuringPoll = () =>
        {
            bool isLook = _world.Backend.Timeouts[^1] == 0;
            _world.Clock.Advance(isLook ? lookTime : Math.Max(arrival - (_world.Clock.Now - start), 0));
            if (_world.Clock.Now - start >= arrival && (mayLook || !isLook))
            {
                _world.MakeReadable(_fd);
            }
        };
        _world.Loop.Run(RunMode.Once);
        return [.. _world.Backend.Timeouts];
    }
}

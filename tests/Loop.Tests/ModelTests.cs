using CsCheck;
using FluentAssertions;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

/// <summary>
/// The loop against a naive one. Both run the same random life: what a callback does depends on who it is and how often it was called,
/// so that the first difference in the order of calls shows. A life that fails is repeated, and shortened, by its seed.
/// </summary>
public class ModelTests
{
    [Fact]
    public void It_does_what_the_naive_loop_does() =>
        Gen.Select(Gen.Int, Gen.Int[1, 300]).Sample((seed, iterations) => { _ = Live(seed, iterations); }, iter: 40, threads: 1);

    [Theory, InlineData(1), InlineData(2)]
    public void Also_in_a_long_life_in_which_everything_happens(int seed)
    {
        int[] calls = Live(seed, 1000);
        calls.Should().OnlyContain(count => count > 100, "each kind of watcher is called often");
    }

    /// <returns>How many calls each kind of watcher got.</returns>
    private static int[] Live(int seed, int iterations)
    {
        using var world = new FakeWorld();
        var real = new RandomDeeds(seed);
        var naive = new RandomDeeds(seed);
        var model = new NaiveLoop(w => naive.Called(w.Id)) { Now = world.Loop.Now, RealWallOffset = world.Clock.WallOffset };
        var random = new Random(seed);
        NaiveWatcher[] models = [.. Enumerable.Range(0, RandomDeeds.Watchers).Select(id => NewModel(id, random, world))];
        Watcher[] watchers = [.. models.Select(m => NewWatcher(m, world.Loop, real))];
        real.Do = deed => Do(deed, watchers[deed.Id], world);
        naive.Do = deed => Do(deed, models[deed.Id], model);
        int[] calls = new int[Enum.GetValues<NaiveKind>().Length];

        for (int iteration = 0; iteration < iterations; iteration++)
        {
            // The outer world: what happens between iterations, and how long a poll lasts.
            real.Called(-1);
            naive.Called(-1);
            long elapsed = random.NextInt64(300_000_000);
            world.Backend.DuringPoll = () => world.Clock.Advance(elapsed);
            world.Loop.Run(RunMode.NoWait);
            model.Iterate(elapsed);

            naive.Calls.Should().Equal(real.Calls, "iteration {0} calls in that order", iteration);
            real.Calls.ForEach(id => calls[id < 0 ? 0 : (int)models[id].Kind]++);
            real.Calls.Clear();
            naive.Calls.Clear();
            models.Select(m => m.IsActive).Should().Equal(watchers.Select(w => w.IsActive));
            models.Select(model.IsPending).Should().Equal(watchers.Select(w => w.IsPending));
            models.Select(m => m.Priority).Should().Equal(watchers.Select(w => w.Priority));
            foreach ((NaiveWatcher m, Watcher w) in models.Zip(watchers).Where(p => p.First.IsActive))
            {
                long at = w is TimerWatcher timer ? timer.Remaining + world.Loop.Now : w is PeriodicWatcher periodic ? periodic.At : m.At;
                at.Should().Be(m.At, "iteration {0} leaves {1} due then", iteration, m);
            }
            world.Loop.ActiveCount.Should().Be(models.Count(m => m.IsActive));
            world.Loop.Walk().Should().HaveCount(models.Count(m => m.IsActive || model.IsPending(m)));
            world.Loop.Verify();
        }
        return calls;
    }

    private static NaiveWatcher NewModel(int id, Random random, FakeWorld world)
    {
        var kind = (NaiveKind)(id % Enum.GetValues<NaiveKind>().Length);
        int manner = kind == NaiveKind.Periodic ? random.Next(3) : -1;
        // To the nanosecond, so that no two are due at once.
        return new NaiveWatcher(id, kind, random.Next(RandomDeeds.Fds))
        {
            Priority = random.Next(EventLoop.MinPriority, EventLoop.MaxPriority + 1),
            Offset = world.Clock.WallNow + random.NextInt64(-10_000_000_000, 60_000_000_000),
            Interval = manner == 1 ? random.NextInt64(400_000_000, 5_000_000_000) : 0,
            Step = manner == 2 ? 700_000_000 + id : 0,
        };
    }

    private static Watcher NewWatcher(NaiveWatcher model, EventLoop loop, RandomDeeds life)
    {
        int id = model.Id;
        Watcher watcher = model.Kind switch
        {
            NaiveKind.Io => new IoWatcher(loop, model.Fd, IoEvents.Read, (_, _) => life.Called(id)),
            NaiveKind.Timer => new TimerWatcher(loop, _ => life.Called(id)),
            NaiveKind.Periodic => new PeriodicWatcher(loop, _ => life.Called(id)),
            NaiveKind.Prepare => new PrepareWatcher(loop, _ => life.Called(id)),
            NaiveKind.Check => new CheckWatcher(loop, _ => life.Called(id)),
            NaiveKind.Idle => new IdleWatcher(loop, _ => life.Called(id)),
            NaiveKind.Async => new AsyncWatcher(loop, _ => life.Called(id)),
            _ => new ForkWatcher(loop, _ => life.Called(id)),
        };
        if (watcher is PeriodicWatcher periodic)
        {
            periodic.Set(model.Offset, model.Interval);
            periodic.Reschedule = model.Step != 0 ? (_, now) => now + model.Step : null;
        }
        watcher.Priority = model.Priority;
        return watcher;
    }

    private static void Do(Deed deed, Watcher watcher, FakeWorld world)
    {
        switch (deed.Op)
        {
            case Op.Start when watcher is IoWatcher io: io.Start(); break;
            case Op.Start when watcher is TimerWatcher timer: timer.Start(deed.After, deed.Repeat); break;
            case Op.Start when watcher is PeriodicWatcher periodic: periodic.Start(); break;
            case Op.Start when watcher is PrepareWatcher prepare: prepare.Start(); break;
            case Op.Start when watcher is CheckWatcher check: check.Start(); break;
            case Op.Start when watcher is IdleWatcher idle: idle.Start(); break;
            case Op.Start when watcher is AsyncWatcher async: async.Start(); break;
            case Op.Start when watcher is ForkWatcher fork: fork.Start(); break;
            case Op.Stop: watcher.Stop(); break;
            case Op.Again when watcher is TimerWatcher timer: timer.Again(); break;
            case Op.Again when watcher is PeriodicWatcher periodic: periodic.Again(); break;
            case Op.Prioritize when !watcher.IsActive && !watcher.IsPending: watcher.Priority = deed.Priority; break;
            case Op.Send when watcher is AsyncWatcher async: async.Send(); break;
            case Op.Feed: world.Loop.FeedEvent(watcher, IoEvents.Custom); break;
            case Op.Clear: watcher.ClearPending(); break;
            case Op.Ready: world.MakeReadable(deed.Id % RandomDeeds.Fds); break;
            case Op.NotReady: world.Drain(deed.Id % RandomDeeds.Fds); break;
            case Op.Fork: world.Loop.NotifyFork(); break;
            case Op.SetClock: world.Clock.WallOffset += deed.Jump; break;
        }
    }

    private static void Do(Deed deed, NaiveWatcher watcher, NaiveLoop loop)
    {
        switch (deed.Op)
        {
            case Op.Start: loop.Start(watcher, deed.After, deed.Repeat); break;
            case Op.Stop: loop.Stop(watcher); break;
            case Op.Again when watcher.Kind == NaiveKind.Timer: loop.Again(watcher); break;
            case Op.Again when watcher.Kind == NaiveKind.Periodic:
                loop.Stop(watcher);
                loop.Start(watcher, 0, 0);
                break;
            case Op.Prioritize when !watcher.IsActive && !loop.IsPending(watcher): watcher.Priority = deed.Priority; break;
            case Op.Send: watcher.IsSent = true; break;
            case Op.Feed: loop.Feed(watcher); break;
            case Op.Clear: loop.Clear(watcher); break;
            case Op.Ready: loop.ReadyFds.Add(deed.Id % RandomDeeds.Fds); break;
            case Op.NotReady: loop.ReadyFds.Remove(deed.Id % RandomDeeds.Fds); break;
            case Op.Fork: loop.Fork(); break;
            case Op.SetClock: loop.RealWallOffset += deed.Jump; break;
        }
    }
}

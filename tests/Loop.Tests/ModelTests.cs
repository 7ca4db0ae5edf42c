using FluentAssertions;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

/// <summary>
/// The loop against a naive one. Both run the same random life: what a callback does depends on who it is and how often it was called,
/// so that
/// the first difference in the order of calls shows.
/// </summary>
public class ModelTests
{
    private const int Fds = 6;
    private const int Watchers = 60;

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6), InlineData(7), InlineData(8)]
    public void It_does_what_the_naive_loop_does(int seed)
    {
        using var world = new FakeWorld();
        var real = new Side(seed);
        var naive = new Side(seed);
        Watcher[] watchers = new Watcher[Watchers];
        NaiveWatcher[] models = new NaiveWatcher[Watchers];
        var model = new NaiveLoop(w => naive.Called(w.Id)) { Now = world.Loop.Now };
        var random = new Random(seed);
        for (int i = 0; i < Watchers; i++)
        {
            int id = i;
            var kind = (NaiveKind)random.Next(5);
            models[i] = new NaiveWatcher(i, kind, random.Next(EventLoop.MinPriority, EventLoop.MaxPriority + 1), random.Next(Fds));
            watchers[i] = kind switch
            {
                NaiveKind.Io => new IoWatcher(world.Loop, models[i].Fd, IoEvents.Read, (_, _) => real.Called(id)),
                NaiveKind.Timer => new TimerWatcher(world.Loop, _ => real.Called(id)),
                NaiveKind.Prepare => new PrepareWatcher(world.Loop, _ => real.Called(id)),
                NaiveKind.Check => new CheckWatcher(world.Loop, _ => real.Called(id)),
                _ => new IdleWatcher(world.Loop, _ => real.Called(id)),
            };
            watchers[i].Priority = models[i].Priority;
        }
        real.Do = (op, id, after, repeat) =>
        {
            switch (op)
            {
                case Op.Start when watchers[id] is IoWatcher io: io.Start(); break;
                case Op.Start when watchers[id] is TimerWatcher timer: timer.Start(after, repeat); break;
                case Op.Start when watchers[id] is PrepareWatcher prepare: prepare.Start(); break;
                case Op.Start when watchers[id] is CheckWatcher check: check.Start(); break;
                case Op.Start when watchers[id] is IdleWatcher idle: idle.Start(); break;
                case Op.Stop: watchers[id].Stop(); break;
                case Op.Feed: world.Loop.FeedEvent(watchers[id], IoEvents.Custom); break;
                case Op.Clear: watchers[id].ClearPending(); break;
                case Op.Ready: world.MakeReadable(id % Fds); break;
                case Op.NotReady: world.Drain(id % Fds); break;
            }
        };
        naive.Do = (op, id, after, repeat) =>
        {
            switch (op)
            {
                case Op.Start: model.Start(models[id], after, repeat); break;
                case Op.Stop: model.Stop(models[id]); break;
                case Op.Feed: model.Feed(models[id]); break;
                case Op.Clear: model.Clear(models[id]); break;
                case Op.Ready: model.ReadyFds.Add(id % Fds); break;
                case Op.NotReady: model.ReadyFds.Remove(id % Fds); break;
            }
        };

        for (int iteration = 0; iteration < 400; iteration++)
        {
            // The outer world: what happens between iterations, and how long a poll lasts.
            real.Called(-1);
            naive.Called(-1);
            long elapsed = random.NextInt64(300_000_000);
            world.Backend.DuringPoll = () => world.Clock.Advance(elapsed);
            world.Loop.Run(RunMode.NoWait);
            model.Iterate(elapsed);

            naive.Calls.Should().Equal(real.Calls, "iteration {0} calls in that order", iteration);
            real.Calls.Clear();
            naive.Calls.Clear();
            models.Select(m => m.IsActive).Should().Equal(watchers.Select(w => w.IsActive));
            models.Select(model.IsPending).Should().Equal(watchers.Select(w => w.IsPending));
            world.Loop.ActiveCount.Should().Be(models.Count(m => m.IsActive));
            world.Loop.Verify();
        }
        real.Total.Should().BeGreaterThan(2000);
    }

    private enum Op
    {
        Start,
        Stop,
        Feed,
        Clear,
        Ready,
        NotReady,
    }

    private sealed class Side(int seed)
    {
        private readonly int[] _counts = new int[Watchers + 1];

        public List<int> Calls { get; } = [];

        public int Total { get; private set; }

        public Action<Op, int, long, long> Do { get; set; } = null!;

        public void Called(int id)
        {
            Calls.Add(id);
            Total++;
            var random = new Random(HashOf(seed, id, _counts[id + 1]++));
            int ops = id < 0 ? 8 : random.Next(3);
            for (int i = 0; i < ops; i++)
            {
                // Feeding is rare, as each callback must cause less than one more, on average, for the iteration to end.
                Op op = random.Next(20) switch
                {
                    < 10 => Op.Start,
                    < 15 => Op.Stop,
                    < 17 => Op.Feed,
                    < 18 => Op.Clear,
                    < 19 => Op.Ready,
                    _ => Op.NotReady,
                };
                // To the nanosecond, so that no two are due at once; the shortest interval is longer than any poll lasts, for the same
                // reason.
                long after = random.NextInt64(1, 1_000_000_000);
                long repeat = random.Next(3) == 0 ? random.NextInt64(400_000_000, 1_000_000_000) : 0;
                Do(op, random.Next(Watchers), after, repeat);
            }
        }

        // HashCode is seeded anew in each process.
        private static int HashOf(int seed, int id, int count) => unchecked((seed * 1_000_003 + id) * 1_000_003 + count);
    }
}

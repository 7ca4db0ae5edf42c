using FluentAssertions;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

public class TimerHeapTests
{
    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void Timers_fire_in_order_whatever_was_added_moved_and_removed(int seed)
    {
        using var world = new FakeWorld();
        var random = new Random(seed);
        var fired = new List<TimerWatcher>();
        TimerWatcher[] timers = [.. Enumerable.Range(0, 300).Select(_ => new TimerWatcher(world.Loop, fired.Add))];
        var due = new Dictionary<TimerWatcher, long>();
        for (int step = 0; step < 5000; step++)
        {
            TimerWatcher timer = timers[random.Next(timers.Length)];
            long after = random.NextInt64(1, 1_000_000_000);
            switch (random.Next(4))
            {
                case 0:
                    timer.Stop();
                    due.Remove(timer);
                    break;
                case 1 when timer.IsActive:
                    timer.Repeat = after;
                    timer.Again();
                    timer.Repeat = 0;
                    due[timer] = world.Loop.Now + after;
                    break;
                default:
                    timer.Start(after);
                    due.TryAdd(timer, world.Loop.Now + after);
                    break;
            }
            world.Loop.Verify();
        }
        due.Should().HaveCountGreaterThan(100);

        world.Loop.Run();

        fired.Should().Equal(due.OrderBy(d => d.Value).Select(d => d.Key));
    }
}

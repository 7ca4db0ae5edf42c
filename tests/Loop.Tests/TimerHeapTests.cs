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

    [Theory, InlineData(0, 1), InlineData(1_000_000_000, 1), InlineData(0, 17), InlineData(1_000_000_000, 17)]
    public void A_timer_that_does_not_know_its_place_does_not_write_to_what_is_not_the_heaps(long at, int count)
    {
        // As when two threads have used the loop at once. 16 fit, so that the parent of the 21st's place exists, and the 17th's would.
        using var world = new FakeWorld();
        var heap = new TimerHeap();
        TimerWatcher[] timers = [.. Enumerable.Range(0, count).Select(_ => world.Timer("timer"))];
        foreach (TimerWatcher timer in timers)
        {
            timer.At = 500;
            heap.Add(timer);
        }
        timers[0].At = at;
        timers[0].ActiveIndex = count == 1 ? 21 : 33;
        Action update = () => heap.Update(timers[0]);
        update.Should().Throw<InvalidOperationException>();
    }
}

using FluentAssertions;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

/// <summary>Verify finds each kind of damage, so that its silence elsewhere means something.</summary>
public class VerifyTests
{
    [Fact]
    public void It_finds_what_is_wrong()
    {
        Damage(w => w.Timer("t"), (_, t) => t.Start(100), t => t.At = 1, "cached");
        Damage(w => w.Timer("t"), (_, t) => t.Start(100), t => t.ActiveIndex = 7, "timer does not know its place");
        Damage(w => w.Check("c"), (_, c) => c.Start(), c => c.ActiveIndex = 7, "does not know its place");
        Damage(w => w.Idle("i"), (_, i) => i.Start(), i => i.PriorityIndex = 4, "idle watcher is listed at another's priority");
        Damage(w => w.Timer("t"), (w, t) => w.Loop.FeedEvent(t, IoEvents.Custom), t => t.PendingIndex = 7, "does not know its slot");
        Damage(w => w.Timer("t"), (w, t) => w.Loop.FeedEvent(t, IoEvents.Custom), t => t.PriorityIndex = 0, "pending at another's priority");
        Damage(w => w.Io(3, "i"), (_, i) => i.Start(), i => i.ActiveIndex = 0, "inactive io watcher is listed");
        Damage(w => w.Io(3, "i"), (_, i) => i.Start(), i => i.Next = i, "ring");
        IoWatcher? other = null;
        Damage(w => w.Io(3, "i"), (w, i) =>
        {
            i.Start();
            other = w.Io(4, "other");
            other.Start();
        }, i => i.Next = other, "listed at another's descriptor");
    }

    private static void Damage<T>(Func<World, T> create, Action<World, T> arrange, Action<T> damage, string complaint)
        where T : Watcher
    {
        using var world = new FakeWorld();
        T watcher = create(world);
        arrange(world, watcher);
        world.Loop.Verify();
        damage(watcher);
        world.Loop.Invoking(l => l.Verify()).Should().Throw<InvalidOperationException>().WithMessage($"*{complaint}*");
    }
}

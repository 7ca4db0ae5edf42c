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
        Damage(w => w.Periodic("p"), (w, p) => p.Start(), p => p.Node.At = 1, "cached");
        Damage(w => w.Periodic("p"), (w, p) => p.Start(), p => p.ActiveIndex = 0, "inactive periodic is listed");
        Damage(w => w.Fork("f"), (_, f) => f.Start(), f => f.ActiveIndex = 7, "does not know its place");
        Damage(w => w.Cleanup("c"), (_, c) => c.Start(), c => c.ActiveIndex = 7, "does not know its place");
        Damage(w => w.Signal(12, "s"), (_, s) => s.Start(), s => s.ActiveIndex = 7, "does not know its place", s => s.ActiveIndex = 1);
        Damage(w => w.Timer("t"), (w, t) => t.Start(100), t => t.IsHidden = true, "active watchers are miscounted");
        Damage(w => w.Io(3, "i"), (w, i) => i.Start(), i => i.IsHidden = true, "active watchers are miscounted");
        IoWatcher? other = null;
        Damage(w => w.Io(3, "i"), (w, i) =>
        {
            i.Start();
            other = w.Io(4, "other");
            other.Start();
        }, i => i.Next = other, "listed at another's descriptor");
    }

    [Fact]
    public void References_of_the_owner_are_accounted_for()
    {
        using var world = new FakeWorld();
        world.Timer("t").Start(100);
        world.Loop.Unref();
        world.Loop.Verify();
        world.Loop.Ref();
        world.Loop.Ref();
        world.Loop.Verify();
    }

    private static void Damage<T>(Func<World, T> create, Action<World, T> arrange, Action<T> damage, string complaint, Action<T>? repair = null)
        where T : Watcher
    {
        using var world = new FakeWorld();
        T watcher = create(world);
        arrange(world, watcher);
        world.Loop.Verify();
        damage(watcher);
        world.Loop.Invoking(l => l.Verify()).Should().Throw<InvalidOperationException>().WithMessage($"*{complaint}*");
        repair?.Invoke(watcher);
    }
}

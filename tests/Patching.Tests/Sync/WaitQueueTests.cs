using FluentAssertions;
using Shim.Patching.Replacements.Waiting;
using Xunit;

namespace Patching.Tests.Sync;

/// <summary>The queues behind every wait.</summary>
public sealed class WaitQueueTests
{
    [Fact]
    public void The_longest_waiter_is_first_and_one_may_go_to_the_front()
    {
        WaitQueue queue = new();
        WaitNode a = new();
        WaitNode b = new();
        WaitNode c = new();
        queue.AddLast(a);
        queue.AddLast(b);
        queue.AddFirst(c);

        Order(queue).Should().Equal(c, a, b);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Whoever_leaves_leaves_the_others_in_order(int leaving)
    {
        WaitQueue queue = new();
        WaitNode[] nodes = [new(), new(), new()];
        Array.ForEach(nodes, queue.AddLast);

        queue.Remove(nodes[leaving]);

        nodes[leaving].IsLinked.Should().BeFalse();
        Order(queue).Should().Equal(nodes.Where((_, i) => i != leaving));
        queue.Last.Should().Be(nodes[leaving == 2 ? 1 : 2]);
        queue.AddLast(nodes[leaving]);
        queue.Last.Should().Be(nodes[leaving]);
    }

    [Fact]
    public void A_table_has_a_queue_for_as_long_as_it_is_used()
    {
        WaitTable<WaitQueue> table = new();
        WaitKey key = new(new object());
        ref WaitStripe<WaitQueue> stripe = ref table.Stripe(key);

        WaitQueue queue = stripe.EnterAndUse(key);
        stripe.Exit();
        WaitQueue again = stripe.EnterAndUse(key);
        again.Should().BeSameAs(queue);
        stripe.Release(queue);
        stripe.Find(key).Should().BeSameAs(queue);
        stripe.Release(queue);

        stripe.Find(key).Should().BeNull();
        queue.Key.Target.Should().BeNull("it must not keep the object alive");
        stripe.Exit();
    }

    [Fact]
    public void Things_that_share_a_stripe_have_queues_of_their_own()
    {
        WaitTable<WaitQueue> table = new();

        // 3,000 keys over 1,024 stripes.
        WaitKey[] keys = [.. Enumerable.Range(1, 3_000).Select(i => new WaitKey((nint)(i * 16)))];
        Dictionary<nint, WaitQueue> queues = [];
        foreach (WaitKey key in keys)
        {
            queues[key.Handle] = table.Stripe(key).EnterAndUse(key);
            table.Stripe(key).Exit();
        }

        queues.Values.Distinct().Should().HaveCount(keys.Length);
        foreach (WaitKey key in keys.Reverse())
        {
            ref WaitStripe<WaitQueue> stripe = ref table.Stripe(key);
            stripe.Enter();
            stripe.Find(key).Should().BeSameAs(queues[key.Handle]);
            stripe.Release(queues[key.Handle]);
            stripe.Find(key).Should().BeNull();
            stripe.Exit();
        }
    }

    [Fact]
    public void Equal_objects_are_different_things()
    {
        string one = new('x', 3);
        string other = new('x', 3);

        new WaitKey(one).Matches(new WaitKey(other)).Should().BeFalse();
        new WaitKey(one).Matches(new WaitKey(one)).Should().BeTrue();
        new WaitKey((nint)32).Matches(new WaitKey((nint)48)).Should().BeFalse();
    }

    [Fact]
    public void A_time_limit_runs_down_and_no_limit_does_not()
    {
        new WaitTime(Timeout.Infinite).Left.Should().Be(-1);
        new WaitTime(Timeout.Infinite).LeftUpTo(5).Should().Be(5);
        new WaitTime(0).Left.Should().Be(0);
        new WaitTime(int.MaxValue).Left.Should().BeInRange(2_147_000_000_000_000, 2_147_483_647_000_000);
        new WaitTime(10_000).LeftUpTo(5).Should().Be(5);
    }

    private static List<WaitNode> Order(WaitQueue queue)
    {
        List<WaitNode> order = [];
        for (WaitNode? node = queue.First; node is not null; node = node.Next)
        {
            order.Add(node);
        }

        return order;
    }
}

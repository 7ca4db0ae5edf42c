using FluentAssertions;
using Shim.Green;
using Xunit;

namespace Green.Tests;

/// <summary>A ring that grows, at both ends.</summary>
public sealed class ReadyQueueTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(63, 0)]
    [InlineData(64, 0)]
    [InlineData(64, 10)]
    [InlineData(128, 100)]
    public void Who_is_put_before_all_others_pushes_nobody_out(int count, int taken)
    {
        GreenThread[] greens = [.. Enumerable.Range(0, count + 1).Select(static _ => new GreenThread(null!, static () => { }, null))];
        ReadyQueue queue = new();
        for (int i = 0; i < taken; i++)
        {
            queue.Enqueue(greens[0]);
            queue.Dequeue();
        }

        for (int i = 0; i < count; i++)
        {
            queue.Enqueue(greens[i]);
        }

        queue.EnqueueFirst(greens[count]);
        queue.Count.Should().Be(count + 1);
        queue.Dequeue().Should().BeSameAs(greens[count]);
        for (int i = 0; i < count; i++)
        {
            queue.Dequeue().Should().BeSameAs(greens[i]);
        }

        queue.Dequeue().Should().BeNull();
    }
}

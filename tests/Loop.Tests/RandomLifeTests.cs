using CsCheck;
using FluentAssertions;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

/// <summary>Each backend against poll(2), one descriptor at a time, over whatever may happen to descriptors.</summary>
public class RandomLifeTests
{
    [Theory, MemberData(nameof(World.Real), MemberType = typeof(World))]
    public void Every_backend_says_what_poll_says(string name)
    {
        int called = 0;
        // One thread, as descriptor numbers belong to the process.
        Gen.Int[0, RandomLife.Steps - 1].Array[0, 8].Array[1, 40].Sample(
            rounds =>
            {
                using var life = new RandomLife(name);
                foreach (int[] round in rounds)
                {
                    Array.ForEach(round, life.Step);
                    life.Compare();
                }
                called += life.Called;
            },
            iter: 150,
            threads: 1);
        called.Should().BeGreaterThan(1000);
    }
}

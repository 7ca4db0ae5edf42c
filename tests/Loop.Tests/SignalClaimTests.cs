using FluentAssertions;
using Shim.Loop.Tests.Interop;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

/// <summary>Claims of a signal by several threads, of which one must not lose or erase what is another's.</summary>
public class SignalClaimTests
{
    private const int SIGUSR1 = 10;
    private const int SIGUSR2 = 12;
    private const int Rounds = 100_000;

    [Fact]
    public void A_claim_that_says_the_same_is_not_the_same()
    {
        using var loop = new EventLoop(LoopBackends.Epoll);
        SignalSlot slot = SignalSlot.Of(SIGUSR1);
        CaughtSignal caught = new();
        SignalClaim held = new(loop, 1, null, caught);
        slot.TryReplace(null, held).Should().BeTrue();
        slot.TryReplace(new SignalClaim(loop, 1, null, caught), null).Should().BeFalse("it was not replaced");
        slot.Claims.Should().Be(1);
        slot.TryReplace(held, null).Should().BeTrue();
        slot.Claims.Should().Be(0);
    }

    [Fact]
    public void No_claim_is_lost_while_others_claim_and_release()
    {
        using var world = new EpollWorld();
        SignalSlot slot = SignalSlot.Of(SIGUSR1);
        slot.Claim(world.Loop);
        ClaimAndReleaseAtOnce(slot, world.Loop, Rounds);
        slot.Claims.Should().Be(1);
        SignalDisposition.Of(SIGUSR1).Should().Be(Disposition.Caught);
        slot.Release(world.Loop);
        slot.Claims.Should().Be(0);
        SignalDisposition.Of(SIGUSR1).Should().Be(Disposition.Default);
    }

    // Each thread may have the last claim, so that registrations come and go.
    [Fact]
    public void Nor_is_a_registration_kept_that_nobody_claims()
    {
        using var world = new EpollWorld();
        SignalSlot slot = SignalSlot.Of(SIGUSR2);
        ClaimAndReleaseAtOnce(slot, world.Loop, Rounds / 10);
        slot.Claims.Should().Be(0);
        SignalDisposition.Of(SIGUSR2).Should().Be(Disposition.Default);
    }

    // The claims of the one thread are each the first, while others may be about to make one.
    [Fact]
    public void What_was_caught_for_a_claim_is_not_erased_by_another_that_comes_late()
    {
        using var world = new EpollWorld();
        SignalSlot slot = SignalSlot.Of(SIGUSR1);
        int erased = 0;
        bool isOver = false;
        Thread other = new(() =>
        {
            while (!Volatile.Read(ref isOver))
            {
                slot.Claim(world.Loop);
                slot.Release(world.Loop);
            }
        });
        other.Start();
        for (int i = 0; i < Rounds * 50; i++)
        {
            SignalClaim mine = new(world.Loop, 1, null, new CaughtSignal());
            if (slot.TryReplace(null, mine))
            {
                slot.TryCatch();
                erased += slot.TakeCaught(world.Loop) ? 0 : 1;
                slot.Release(world.Loop);
            }
        }
        Volatile.Write(ref isOver, true);
        other.Join();
        erased.Should().Be(0);
    }

    private static void ClaimAndReleaseAtOnce(SignalSlot slot, EventLoop loop, int rounds)
    {
        Thread[] threads = [.. Enumerable.Range(0, 3).Select(_ => new Thread(() =>
        {
            for (int i = 0; i < rounds; i++)
            {
                slot.Claim(loop);
                slot.Release(loop);
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
    }
}

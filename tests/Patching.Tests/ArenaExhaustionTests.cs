using FluentAssertions;

namespace Patching.Tests;

/// <summary>Trap: memory within 2 GiB of the code is scarce.</summary>
public class ArenaExhaustionTests
{
    [Fact]
    public void A_full_arena_refuses_with_a_sentence_and_changes_nothing() =>
        Host.Pass("exhaustion").Should().Contain("the arena for jumps is full (1 blocks)");

    [Fact]
    public void Room_is_found_in_every_one_of_many_address_space_layouts()
    {
        for (var i = 0; i < 20; i++)
        {
            Host.Pass("rollback", i % 2 == 0 ? "DOTNET_ReadyToRun=0" : "");
        }
    }
}

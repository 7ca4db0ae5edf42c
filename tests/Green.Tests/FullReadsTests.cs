using FluentAssertions;
using Shim.Green;
using Xunit;

namespace Green.Tests;

public sealed class FullReadsTests
{
    [Fact]
    public void Requests_as_long_as_the_buffer_cost_one_vain_attempt_in_33()
    {
        FullReads reads = default;

        Vain(ref reads, 33 * 100, static _ => (64, HasMore: false)).Should().BeInRange(100, 107);
    }

    [Fact]
    public void A_stream_of_data_is_read_without_polling()
    {
        FullReads reads = default;

        Polls(ref reads, 10_000, static _ => (4096, HasMore: true)).Should().Be(0);
    }

    [Fact]
    public void A_stream_that_runs_dry_once_is_believed_again_at_the_next_attempt()
    {
        FullReads reads = default;

        Polls(ref reads, 10_000, static i => (4096, HasMore: i != 5)).Should().Be(1);
    }

    [Fact]
    public void A_head_of_fixed_length_with_its_body_behind_it_never_polls()
    {
        FullReads reads = default;

        // After the head the body is there; after the body, of varying length, nothing is.
        Polls(ref reads, 10_000, static i => i % 2 == 0 ? (4, HasMore: true) : (1000 + (i % 501), HasMore: false)).Should().Be(0);
    }

    [Fact]
    public void After_a_short_read_it_has_no_opinion()
    {
        FullReads reads = default;
        reads.Note(64);
        reads.FoundNothing();
        reads.Note(0);

        reads.TakePollFirst().Should().BeFalse();
    }

    private static int Vain(ref FullReads reads, int count, Func<int, (int Length, bool HasMore)> reading) => Run(ref reads, count, reading).Vain;

    private static int Polls(ref FullReads reads, int count, Func<int, (int Length, bool HasMore)> reading) => Run(ref reads, count, reading).Polls;

    /// <summary>Plays receives that all fill their buffer: each has a length, and says whether the next finds data at once.</summary>
    private static (int Vain, int Polls) Run(ref FullReads reads, int count, Func<int, (int Length, bool HasMore)> reading)
    {
        (int vain, int polls) = (0, 0);
        bool hasData = true;
        for (int i = 0; i < count; i++)
        {
            if (reads.TakePollFirst())
            {
                polls++;
            }
            else if (hasData)
            {
                reads.FoundData();
            }
            else
            {
                vain++;
                reads.FoundNothing();
            }

            (int length, hasData) = reading(i);
            reads.Note(length);
        }

        return (vain, polls);
    }
}

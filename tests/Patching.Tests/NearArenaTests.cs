using System.Text;
using FluentAssertions;
using Shim.Green.Maps;
using Shim.Patching.Detours;

namespace Patching.Tests;

/// <summary>Trap: where the memory map has little left, what there is must be found, to the last page that a jump reaches.</summary>
public class NearArenaTests
{
    private const long Block = NearArena.DefaultBlockSize;

    // An image, and code in it.
    private const long Image = 0x7f00_0000_0000;
    private const long Code = Image + 0x1000;
    private const long ImageEnd = Image + 0x10_0000;
    private static readonly nint s_code = unchecked((nint)Code);

    [Fact]
    public void The_last_page_within_reach_is_used()
    {
        // What ends a page short of 2 GiB from the code; no further one is within reach.
        var end = Code + (1L << 31) - 0x1000;
        Find((Image, ImageEnd), (ImageEnd, end - Block), (end + 0x1000_0000, end + 0x1000_1000)).Should().Be((Block, end - Block));
        Find((Image, ImageEnd), (ImageEnd, end - 0x1000), (end + 0x1000_0000, end + 0x1000_1000)).Should().Be((0L, 0L));

        // As far down.
        var start = Code - (1L << 31) + 0x1000;
        Find((start - 0x1000_0000, start - 0x1000_0000 + 0x1000), (start + Block, Image), (Image, ImageEnd)).Should().Be((Block, start));
    }

    [Fact]
    public void A_block_is_at_the_end_of_a_gap_that_is_nearer_to_the_code()
    {
        const long Gap = 0x100_0000;
        Find((Image - (1L << 32), Image - Gap), (Image, ImageEnd)).Should().Be((Gap, Image - Block));
        Find((Image, ImageEnd), (ImageEnd + Gap, ImageEnd + (1L << 32))).Should().Be((Gap, ImageEnd));
    }

    [Theory]
    [InlineData(0x5000, 0x5000, 0x4000)]
    [InlineData(0x3000, 0x3000, 0x3000)]
    [InlineData(0x2000, 0x2000, 0x2000)]
    [InlineData(0x1000, 0, 0)]
    public void A_gap_too_small_for_a_whole_block_takes_a_part_of_one(long gap, long found, long block)
    {
        Find((Image - (1L << 32), Image - gap), (Image, ImageEnd), (ImageEnd, Image + (1L << 32))).Should().Be((found, found == 0 ? 0 : Image - block));
        Find((Image - (1L << 32), Image), (Image, ImageEnd), (ImageEnd + gap, Image + (1L << 32))).Should().Be((found, found == 0 ? 0 : ImageEnd));
    }

    [Fact]
    public void Gaps_come_from_the_largest_down()
    {
        var maps = Maps((Image - (1L << 32), Image - 0x2000), (Image, ImageEnd), (ImageEnd + 0x8000, ImageEnd + 0x9000), (ImageEnd + 0xc000, Image + (1L << 32)));
        var arena = new NearArena();
        arena.LargestGap(maps, s_code, long.MaxValue, out var address).Should().Be(0x8000);
        ((long)address).Should().Be(ImageEnd);
        arena.LargestGap(maps, s_code, 0x8000, out address).Should().Be(0x3000);
        ((long)address).Should().Be(ImageEnd + 0x9000);
        arena.LargestGap(maps, s_code, 0x3000, out address).Should().Be(0x2000);
        ((long)address).Should().Be(Image - 0x2000);
        arena.LargestGap(maps, s_code, 0x2000, out _).Should().Be(0);
    }

    private static (long Gap, long Address) Find(params (long Start, long End)[] regions)
    {
        var gap = new NearArena().LargestGap(Maps(regions), s_code, long.MaxValue, out var address);
        return (gap, address);
    }

    private static ProcessMaps Maps(params (long Start, long End)[] regions)
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(regions.Select(static r => $"{r.Start:x}-{r.End:x} r--p 00000000 00:00 0\n")));
        return ProcessMaps.Parse(text, text.Length);
    }
}

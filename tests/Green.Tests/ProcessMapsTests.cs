using System.Text;
using FluentAssertions;
using Shim.Green.Maps;
using Xunit;

namespace Green.Tests;

/// <summary>Trap: protections that are assumed instead of read.</summary>
public class ProcessMapsTests
{
    private const string Text =
        "55d0c8a00000-55d0c8a21000 rw-p 00000000 00:00 0                          [heap]\n"
        + "7f0000000000-7f0000010000 r-xs 00a40000 00:01 4098                       /memfd:doublemapper (deleted)\n"
        + "7f0000020000-7f0000030000 rwxp 00000000 00:00 0 \n"
        + "7f0000030000-7f0000040000 ---p 00000000 00:00 0\n"
        + "ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]";

    [Fact]
    public void Lines_become_regions()
    {
        var maps = Parse();
        maps.Regions.Length.Should().Be(5);
        maps.TryFind(unchecked((nint)0x7f0000008000), out var jit).Should().BeTrue();
        jit.Protection.Should().Be(5);
        jit.IsShared.Should().BeTrue();
        jit.Offset.Should().Be(0xa40000);
        jit.Inode.Should().Be(4098);
        Encoding.UTF8.GetString(maps.PathOf(jit)).Should().Be("/memfd:doublemapper (deleted)");
        maps.TryFind(unchecked((nint)0x7f0000020000), out var writable).Should().BeTrue();
        writable.Protection.Should().Be(7);
        maps.PathOf(writable).Length.Should().Be(0);
    }

    [Theory]
    [InlineData(0x7f0000010000)]
    [InlineData(0x7f000001ffff)]
    [InlineData(0x7f0000040000)]
    [InlineData(0x1000)]
    public void An_address_in_a_gap_is_not_found(long address) => Parse().TryFind((nint)address, out _).Should().BeFalse();

    [Fact]
    public void Own_code_is_found_with_the_bits_it_has()
    {
        // The address first: asking for it may make code.
        var code = typeof(object).GetMethod("ToString")!.MethodHandle.GetFunctionPointer();
        var maps = ProcessMaps.Read();
        maps.TryFind(code, out var region).Should().BeTrue();
        (region.Protection & 4).Should().Be(4);
        maps.FindImage("libcoreclr.so"u8).Should().EndWith("/libcoreclr.so");
        maps.FindImage("libnosuch.so"u8).Should().BeNull();
    }

    [Fact]
    public void A_file_reaches_from_its_first_mapping_to_its_last()
    {
        const string Library = "/usr/lib/libx.so";
        var text = Encoding.UTF8.GetBytes(
            "1000-2000 r--p 00000000 08:01 7          " + Library + "\n3000-4000 r-xp 00001000 08:01 8   " + Library + ".1\n"
            + "5000-7000 r-xp 00001000 08:01 7          " + Library + "\n8000-9000 rw-p 00000000 00:00 0");
        var maps = ProcessMaps.Parse(text, text.Length);
        maps.RangeOf("libx.so"u8).Should().Be(((nint)0x1000, (nint)0x7000));
        maps.RangeOf("x.so"u8).Should().Be(((nint)0, (nint)0));
    }

    private static ProcessMaps Parse()
    {
        var bytes = Encoding.UTF8.GetBytes(Text);
        return ProcessMaps.Parse(bytes, bytes.Length);
    }
}

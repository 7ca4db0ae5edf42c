using Shim.Green.Maps;

namespace Shim.Patching.Detours;

/// <summary>
/// Memory within reach of a 32-bit displacement. It is scarce: between the images, the runtime's reserve and the GC's, the free gaps within
/// 2 GiB are few and move from run to run. So one block is taken, once, from the largest gap in the memory map; more only for an image that is out of its reach.
/// </summary>
internal sealed class NearArena(int blockSize = NearArena.DefaultBlockSize, int maxBlocks = 64)
{
    /// <summary>One page of cells and three of code: some 250 detours, four times what the built-in patch map needs.</summary>
    internal const int DefaultBlockSize = 16 * 1024;

    private const int PageSize = 4096;

    // A page of cells and one of code: where no larger gap is left, some 120 detours are better than none.
    private const int SmallestBlock = 2 * PageSize;

    // Displacements run between a block, both ends of which are looked at, and the first bytes of a body (Trampoline.MaxWindow of them at most). No wider margin:
    // what is free above ld.so is at times a few hundred KiB short of 2 GiB from the lowest methods of an image, and nothing else is.
    private const long Reach = int.MaxValue - (2 * Trampoline.MaxWindow);

    // The kernel grows the heap (brk) upwards into the gap above it: stay away from its first part.
    private const long HeapRoom = 256L << 20;

    // The main thread's stack grows downwards into the gap below it. That gap is at least 128 MiB wide, and its lower end, above ld.so, is often the
    // only free place within reach of the JIT heap: it must not be left out.
    private const long StackRoom = 64L << 20;

    private readonly List<ArenaBlock> _blocks = [];

    internal nint TakeCell(nint near) => Take(near, static (block, _) => block.TakeCell(), 0);

    internal nint TakeCode(nint near, int length) => Take(near, static (block, length) => block.TakeCode(length), length);

    internal void Write(nint address, ReadOnlySpan<byte> bytes) => BlockOf(address).Write(address, bytes);

    internal void WriteCell(nint address, nint value) => BlockOf(address).WriteCell(address, value);

    private ArenaBlock BlockOf(nint address)
    {
        foreach (var block in _blocks)
        {
            if (block.Contains(address))
            {
                return block;
            }
        }

        throw new InvalidOperationException("not an address of the arena");
    }

    private nint Take(nint near, Func<ArenaBlock, int, nint> take, int length)
    {
        foreach (var block in _blocks)
        {
            if (IsNear(block.Start, block.Size, near) && take(block, length) is var address && address != 0)
            {
                return address;
            }
        }

        return take(Grow(near), length);
    }

    private ArenaBlock Grow(nint near)
    {
        string? refused = null;
        if (_blocks.Count < maxBlocks)
        {
            var maps = ProcessMaps.Read();
            for (var limit = long.MaxValue; ;)
            {
                // Gaps from the largest down; another thread may take one between the look and the map.
                var gap = LargestGap(maps, near, limit, out var address);
                if (gap == 0)
                {
                    break;
                }

                if (ArenaBlock.TryMap(address, SizeIn(gap), out var why) is { } block)
                {
                    _blocks.Add(block);
                    return block;
                }

                refused ??= why;
                limit = gap;
            }
        }

        throw new DetourRefusedException(_blocks.Count >= maxBlocks ? $"the arena for jumps is full ({_blocks.Count} blocks)" : refused is null
            ? $"there is no free memory within 2 GiB of its code at {near:x}"
            : $"the kernel gives no memory for code within 2 GiB of its own at {near:x} ({refused})");
    }

    private int SizeIn(long gap) => (int)Math.Min(blockSize, gap);

    /// <summary>The largest gap smaller than <paramref name="below"/> with room for a block, and where in it that would be; 0 when there is none. Also for tests.</summary>
    internal long LargestGap(ProcessMaps maps, nint near, long below, out nint address)
    {
        var regions = maps.Regions;
        long best = 0;
        address = 0;
        for (var i = 0; i + 1 < regions.Length; i++)
        {
            long start = regions[i].End;
            long end = regions[i + 1].Start;
            if (maps.PathOf(regions[i]).SequenceEqual("[heap]"u8))
            {
                start += HeapRoom;
            }

            if (maps.PathOf(regions[i + 1]).SequenceEqual("[stack]"u8))
            {
                end -= StackRoom;
            }

            start = Math.Max(start, Math.Max(near - Reach, PageSize * 16L));
            end = Math.Min(end, near + Reach);
            start = (start + PageSize - 1) & -PageSize;
            end &= -PageSize;
            var gap = end - start;
            if (gap >= SmallestBlock && gap < below && gap > best)
            {
                best = gap;

                // The end towards the code, so that it is near other methods, too: the far one may be just within reach of this one.
                address = (nint)(start < near ? end - SizeIn(gap) : start);
            }
        }

        return best;
    }

    private static bool IsNear(nint start, int size, nint near) => Math.Abs((long)start - near) <= Reach && Math.Abs((long)start + size - near) <= Reach;
}

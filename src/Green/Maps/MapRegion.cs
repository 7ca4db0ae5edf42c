namespace Shim.Green.Maps;

/// <summary>One line of /proc/self/maps. The path stays in the snapshot's buffer until somebody asks for it.</summary>
internal readonly record struct MapRegion(nint Start, nint End, int Protection, bool IsShared, long Offset, ulong Inode, int PathStart, int PathLength)
{
    internal bool Contains(nint address) => (nuint)address >= (nuint)Start && (nuint)address < (nuint)End;
}

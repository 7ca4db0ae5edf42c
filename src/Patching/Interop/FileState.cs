using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

/// <summary>struct statx, and of its content what changes when a file does.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct FileState : IEquatable<FileState>
{
    [FieldOffset(32)] internal ulong Inode;
    [FieldOffset(40)] internal long Size;
    [FieldOffset(96)] internal long ChangeSeconds;
    [FieldOffset(104)] internal uint ChangeNanoseconds;
    [FieldOffset(112)] internal long ModifySeconds;
    [FieldOffset(120)] internal uint ModifyNanoseconds;
    [FieldOffset(136)] internal ulong Device;

    public readonly bool Equals(FileState other) =>
        Inode == other.Inode && Size == other.Size && Device == other.Device
        && ChangeSeconds == other.ChangeSeconds && ChangeNanoseconds == other.ChangeNanoseconds
        && ModifySeconds == other.ModifySeconds && ModifyNanoseconds == other.ModifyNanoseconds;

    public override readonly bool Equals(object? obj) => obj is FileState other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(Inode, Size, ChangeSeconds, ChangeNanoseconds);
}

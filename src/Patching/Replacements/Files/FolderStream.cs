using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Shim.Green;

namespace Shim.Patching.Replacements.Files;

/// <summary>
/// A folder whose entries somebody else has to be asked for. The framework's native half holds it in place of a DIR* and hands it to readdir and
/// closedir, which <see cref="FolderImports"/> sends here. Entries come many at a time, so that the carrier is given away once for all of them.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FolderStream
{
    /// <summary>The bit that tells it from a DIR*, which malloc aligns to 16.</summary>
    internal const int Mark = 1;

    // As much as glibc asks the kernel for at a time. A name is no longer than a path (PATH_MAX).
    private const int Capacity = 32 * 1024;
    private const int LongestEntry = 4096 + 32;

    // struct dirent64 in dirent.h: d_ino, d_off, then d_reclen.
    private const int LengthOffset = 16;
    private const int Overflow = 75; // EOVERFLOW
    private const long MoreToCome = -1;

    private nint _folder;
    private int _next;
    private int _filled;
    private long _end; // the errno to end with, or MoreToCome; a long, so that what follows is aligned as in a DIR
    private fixed byte _entries[Capacity];

    /// <summary>What to give the framework for an open DIR*, which is closed with it.</summary>
    internal static nint Wrap(nint folder)
    {
        FolderStream* stream = (FolderStream*)NativeMemory.AlignedAlloc((nuint)sizeof(FolderStream), 16);
        Unsafe.InitBlock(stream, 0, (uint)(sizeof(FolderStream) - Capacity));
        stream->_folder = folder;
        stream->_end = MoreToCome;
        return (nint)stream | Mark;
    }

    /// <summary>readdir64(3).</summary>
    [UnmanagedCallersOnly]
    internal static byte* Next(nint handle)
    {
        FolderStream* stream = (FolderStream*)(handle - Mark);
        if (stream->_next == stream->_filled && stream->_end == MoreToCome)
        {
            stream->Fill();
        }

        // Without an entry the caller looks at errno, which is 0 at the end.
        byte* entry = null;
        if (stream->_next != stream->_filled)
        {
            entry = stream->_entries + stream->_next;
            stream->_next += *(ushort*)(entry + LengthOffset);
        }

        Marshal.SetLastSystemError(entry == null ? (int)stream->_end : 0);
        return entry;
    }

    /// <summary>closedir(3).</summary>
    [UnmanagedCallersOnly]
    internal static int Close(nint handle)
    {
        FolderStream* stream = (FolderStream*)(handle - Mark);
        nint folder = stream->_folder;
        NativeMemory.AlignedFree(stream);
        return FolderImports.CloseFolder(folder);
    }

    private void Fill()
    {
        _next = _filled = 0;
        using BlockingRegion region = BlockingRegion.Enter();
        while (Capacity - _filled >= LongestEntry && _end == MoreToCome)
        {
            Marshal.SetLastSystemError(0);
            byte* entry = FolderImports.NextEntry(_folder);
            int error = Marshal.GetLastSystemError();
            int length = entry == null ? 0 : *(ushort*)(entry + LengthOffset);
            if (length is 0 or > LongestEntry)
            {
                _end = length == 0 ? error : Overflow;
            }
            else
            {
                Unsafe.CopyBlockUnaligned(ref _entries[_filled], ref *entry, (uint)length);
                _filled += length;
            }
        }
    }
}

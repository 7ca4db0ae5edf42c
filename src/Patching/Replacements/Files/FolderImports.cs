using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Shim.Green.Maps;
using Shim.Green.Switching;
using Shim.Patching.Interop;

namespace Shim.Patching.Replacements.Files;

/// <summary>
/// The cells through which the framework's native half calls readdir and closedir. The framework reads each entry through a P/Invoke that has no
/// method around it, called from a generic class: there is nothing managed to patch. The cells are changed when a green thread opens the first folder
/// that somebody has to be asked for; a real DIR* goes on to glibc after one instruction.
/// </summary>
internal static unsafe class FolderImports
{
    private const int Untried = 0, Trying = 1, Ours = 2, Refused = 3;
    private const int PageSize = 4096;
    private const int StubSize = 32;

    private static int s_state;
    private static nint s_next;
    private static nint s_close;

    /// <summary>Whether a <see cref="FolderStream"/> may be given to the framework. Any thread; false while another one sees to it.</summary>
    internal static bool AreOurs()
    {
        int state = Volatile.Read(ref s_state);
        if (state == Untried && Interlocked.CompareExchange(ref s_state, Trying, Untried) == Untried)
        {
            // Without a descriptor to look with, another time.
            state = ProcessMaps.TryRead() is not { } maps ? Untried : TryChange(maps) ? Ours : Refused;
            Volatile.Write(ref s_state, state);
        }

        return state == Ours;
    }

    /// <summary>glibc's readdir64.</summary>
    internal static byte* NextEntry(nint folder) => ((delegate* unmanaged<nint, byte*>)s_next)(folder);

    /// <summary>glibc's closedir.</summary>
    internal static int CloseFolder(nint folder) => ((delegate* unmanaged<nint, int>)s_close)(folder);

    private static bool TryChange(ProcessMaps maps)
    {
        (nint start, _) = maps.RangeOf("libSystem.Native.so"u8);
        if (!NativeLibrary.TryLoad("libc.so.6", out nint libc)
            || !NativeLibrary.TryGetExport(libc, "readdir64", out s_next)
            || !NativeLibrary.TryGetExport(libc, "closedir", out s_close)
            || ElfImport.Find(maps, start, "readdir64"u8, s_next) is not { } next
            || ElfImport.Find(maps, start, "closedir"u8, s_close) is not { } close)
        {
            return false;
        }

        nint page = Libc.Mmap(0, PageSize, Libc.ProtRead | Libc.ProtWrite, Libc.MapPrivate | Libc.MapAnonymous, -1, 0);
        if (page is < 0 and >= -4095)
        {
            return false;
        }

        WriteStub((byte*)page, (nint)(delegate* unmanaged<nint, byte*>)&FolderStream.Next, s_next);
        WriteStub((byte*)page + StubSize, (nint)(delegate* unmanaged<nint, int>)&FolderStream.Close, s_close);
        if (Libc.Mprotect(page, PageSize, Libc.ProtRead | Libc.ProtExec) < 0 || !close.Write((ulong)(page + StubSize)))
        {
            _ = Libc.Munmap(page, PageSize);
            return false;
        }

        // The page stays, whatever comes of it: somebody may be in the stub already, which does what glibc does.
        return next.Write((ulong)page);
    }

    private static void WriteStub(byte* at, nint ours, nint glibc)
    {
        ReadOnlySpan<byte> code =
        [
            0x40, 0xF6, 0xC7, FolderStream.Mark, // test dil, Mark
            0x75, 0x0C,                         // jnz ours
            0x48, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, // mov rax, glibc
            0xFF, 0xE0,                         // jmp rax
            0x48, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, // ours: mov rax, ours
            0xFF, 0xE0,                         // jmp rax
        ];
        code.CopyTo(new Span<byte>(at, StubSize));
        Unsafe.WriteUnaligned(at + 8, glibc);
        Unsafe.WriteUnaligned(at + 20, ours);
    }
}

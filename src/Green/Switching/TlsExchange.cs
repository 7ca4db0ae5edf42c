using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;
using Shim.Green.Interop;
using Shim.Green.Maps;

namespace Shim.Green.Switching;

/// <summary>
/// What must hold so that a carrier can take on a green thread's TLS without a change of its thread pointer: all that the runtime keeps for a
/// thread is found through the table to which the carrier's control block points, and glibc's own lies where its sources say.
/// </summary>
/// <param name="LibcTlsAt">Where glibc's own thread-local variables begin, from the thread pointer: negative.</param>
/// <param name="LibcTlsSize">How many bytes they have.</param>
/// <param name="HasStack">Whether the block tells, where it is expected, which stack the thread has. It is exchanged then; nothing of ours or the runtime's needs it.</param>
internal sealed unsafe record TlsExchange(int LibcTlsAt, int LibcTlsSize, bool HasStack)
{
    // dlfcn.h: RTLD_DI_TLS_DATA, a library's block of the calling thread.
    private const int TlsData = 10;
    private const int LongestLibcTls = 256;

    // What these keep for a thread must be found through the table; at a fixed distance it would be the carrier's.
    private static readonly string[] s_mustUseTable = ["libcoreclr.so", "libclrjit.so", "libSystem.Native.so"];

    // Where they are loaded. The C++ library's file has a version behind its name.
    private static readonly string[] s_mayBeThere = ["libclrgc.so", "libclrgcexp.so", "libstdc++.so.6"];

    /// <summary>Looks at the calling thread's. Null, and one sentence, when something is not as expected.</summary>
    internal static TlsExchange? Find(nint libc, ProcessMaps maps, out string? refusal)
    {
        if (!HasAvx2())
        {
            refusal = "the processor has no AVX2, or the runtime was told not to use it (DOTNET_EnableAVX2, DOTNET_EnableAVX, DOTNET_EnableHWIntrinsic)";
            return null;
        }

        refusal = WhyNotTable(maps, s_mustUseTable, areNeeded: true) ?? WhyNotTable(maps, s_mayBeThere, areNeeded: false);
        if (refusal is not null)
        {
            return null;
        }

        ulong fs = ((delegate* unmanaged<ulong>)NativeLibrary.GetExport(libc, "pthread_self"))();
        refusal = WhyNotBlock(libc, fs);
        if (refusal is not null)
        {
            return null;
        }

        if (!NativeLibrary.TryGetExport(libc, "dlinfo", out nint dlinfo) || !NativeLibrary.TryGetExport(libc, "__errno_location", out nint errno))
        {
            refusal = "the C library is older than glibc 2.34";
            return null;
        }

        var ask = (delegate* unmanaged<nint, int, void*, int>)dlinfo;
        ulong known = (ulong)((delegate* unmanaged<int*>)errno)();
        TlsExchange? found = FromLibcTls(libc, ask, new ElfImage(maps.RangeOf("libc.so.6"u8).Start), fs, known);
        refusal = found is null ? "glibc's own thread-local variables are not where they are expected" : null;
        return found;
    }

    // By itself: what asks that cannot be precompiled.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool HasAvx2() => Avx2.IsSupported;

    private static string? WhyNotTable(ProcessMaps maps, string[] libraries, bool areNeeded)
    {
        foreach (string library in libraries)
        {
            ElfImage image = new(maps.StartOf(Encoding.ASCII.GetBytes(library)));
            if (!image.IsValid && areNeeded)
            {
                return $"{library} is not loaded";
            }

            if (image.IsValid && image.HasStaticTls)
            {
                return $"{library} has thread-local variables at fixed distances from the thread pointer";
            }
        }

        return null;
    }

    private static TlsExchange? FromLibcTls(nint libc, delegate* unmanaged<nint, int, void*, int> ask, ElfImage image, ulong fs, ulong known)
    {
        ulong block = 0;
        if (ask(libc, TlsData, &block) != 0 || !image.IsValid || !image.HasStaticTls)
        {
            return null;
        }

        ulong size = image.TlsSize;
        return size is > 0 and <= LongestLibcTls && size % 8 == 0 && block % 8 == 0 && block + size <= fs && fs - block <= 4096 && known >= block && known < block + size
            ? new TlsExchange((int)(long)(block - fs), (int)size, GlibcLayout.HoldsStack(fs))
            : null;
    }

    private static string? WhyNotBlock(nint libc, ulong fs)
    {
        ulong head = 0, length = 0;
        bool isBlock = *(ulong*)fs == fs && *(ulong*)(fs + GlibcLayout.Self) == fs && GlibcLayout.IsOwn(fs)
            && Libc.GetRobustList(0, &head, &length) == 0 && head == fs + GlibcLayout.RobustHead
            && *(ulong*)(fs + GlibcLayout.MoreKeys) == fs + GlibcLayout.FirstKeys;
        return isBlock && HoldsKeys(libc, fs) ? null : "glibc's thread control block does not look as in its sources";
    }

    // A value set through pthread_setspecific(3) must lie where the keys are expected.
    private static bool HoldsKeys(nint libc, ulong fs)
    {
        if (!NativeLibrary.TryGetExport(libc, "pthread_key_create", out nint create) || !NativeLibrary.TryGetExport(libc, "pthread_setspecific", out nint set)
            || !NativeLibrary.TryGetExport(libc, "pthread_key_delete", out nint delete))
        {
            return false;
        }

        uint key = 0;
        if (((delegate* unmanaged<uint*, void*, int>)create)(&key, null) != 0)
        {
            return false;
        }

        var setSpecific = (delegate* unmanaged<uint, ulong, int>)set;
        ulong mark = fs ^ 0x5AFE_5AFE;
        bool isThere = key < GlibcLayout.KeysInBlock && setSpecific(key, mark) == 0
            && *(ulong*)(fs + GlibcLayout.FirstKeys + (key * GlibcLayout.KeySize) + 8) == mark && *(byte*)(fs + GlibcLayout.KeysUsed) == 1;
        setSpecific(key, 0);
        ((delegate* unmanaged<uint, int>)delete)(key);
        return isThere;
    }
}

using System.Runtime.InteropServices;
using Shim.Green.Interop;

namespace Shim.Green.Switching;

/// <summary>
/// The places inside glibc's thread control block that stack switching uses, verified before, and what the machine must have.
/// </summary>
internal static unsafe class GlibcLayout
{
    // sysdeps/x86_64/nptl/tls.h, tcbhead_t, 2.26 to 2.42: dtv, self, and __padding[8] at 0x280, unused.
    internal const int Vector = 0x08, Self = 0x10;
    internal const int FreeSlot = SwitchCode.FsSlot;

    // nptl/descr.h, struct pthread, 2.36: cancelhandling, with SETXID_BITMASK.
    internal const int Marks = 0x308, CredentialsMark = 0x40;

    // The same: tid; robust_head, with robust_prev before it; specific_1stblock[32], each a sequence number and a
    // value; specific[32], whose first points back to that; specific_used.
    internal const int Tid = 0x2D0, RobustHead = 0x2E0, FirstKeys = 0x310, MoreKeys = 0x510, KeysUsed = 0x610;
    internal const int KeysInBlock = 32, KeySize = 16;

    // The same: stackblock, stackblock_size, guardsize, reported_guardsize. Of the main thread the first is null and the second
    // __libc_stack_end (csu/libc-tls.c, nptl/nptl_init.c).
    internal const int StackBlock = 0x690, StackSize = 0x698;
    private const int GuardSize = 0x6A0, ReportedGuardSize = 0x6A8, PageSize = 4096;

    // elf.h: AT_HWCAP2; asm/hwcap2.h: HWCAP2_FSGSBASE.
    private const int HardwareCapabilities2 = 26;
    private const int FsGsBase = 2;

    // asm/prctl.h: ARCH_SHSTK_STATUS.
    private const int ShadowStackStatus = 0x5005;

    /// <summary>Whether user code may write the FS base; otherwise the kernel does it.</summary>
    internal static bool HasFsGsBase => (Libc.GetAuxVal(HardwareCapabilities2) & FsGsBase) != 0;

    /// <summary>Whether this process runs with a CET shadow stack.</summary>
    internal static bool HasShadowStack
    {
        get
        {
            ulong features = 0;
            return Libc.ArchPrctl(ShadowStackStatus, &features) == 0 && features != 0;
        }
    }

    /// <summary>Whether nobody uses the slot in the block at <paramref name="fs"/>.</summary>
    internal static bool IsFree(ulong fs) => *(ulong*)(fs + FreeSlot) == 0;

    /// <summary>Whether the block at <paramref name="fs"/> tells, where it is expected, which stack the calling thread has.</summary>
    internal static bool HoldsStack(ulong fs)
    {
        ulong stack = (ulong)&fs;
        ulong start = *(ulong*)(fs + StackBlock);
        ulong size = *(ulong*)(fs + StackSize);
        if (start == 0)
        {
            return NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "__libc_stack_end", out nint end) && *(ulong*)end == size && stack < size;
        }

        // The block itself is at the end of it.
        ulong guard = *(ulong*)(fs + GuardSize);
        return stack > start && stack < fs && fs < start + size && (start | size | guard) % PageSize == 0 && guard < size && *(ulong*)(fs + ReportedGuardSize) <= guard;
    }

    /// <summary>Whether the block at <paramref name="fs"/> says that it is the calling thread's.</summary>
    internal static bool IsOwn(ulong fs) => *(int*)(fs + Tid) == Libc.GetTid();
}

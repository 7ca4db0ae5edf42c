using Shim.Green.Interop;

namespace Shim.Green.Switching;

/// <summary>
/// The place inside glibc's thread control block that stack switching uses, verified on every thread, and what the machine must have.
/// </summary>
internal static unsafe class GlibcLayout
{
    // sysdeps/x86_64/nptl/tls.h, tcbhead_t: __padding[8] at 0x280, unused in 2.26 to 2.42.
    internal const int FreeSlot = SwitchCode.FsSlot;

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
}

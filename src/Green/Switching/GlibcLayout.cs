using Shim.Green.Interop;

namespace Shim.Green.Switching;

/// <summary>
/// The two places inside glibc's thread control block that stack switching relies on, verified before use on every thread.
/// </summary>
internal static unsafe class GlibcLayout
{
    // sysdeps/x86_64/nptl/tls.h, tcbhead_t: __padding[8] at 0x280, unused in 2.26 to 2.42.
    internal const int FreeSlot = SwitchCode.FsSlot;

    // nptl/descr.h, struct pthread: the header of 0x2c0 bytes, list_t list, then pid_t tid: 0x2d0 in 2.36. The search starts
    // behind the header and ends well before the end of the structure.
    private const int SearchFrom = 0x2C0;
    private const int SearchTo = 0x400;

    // elf.h: AT_HWCAP2; asm/hwcap2.h: HWCAP2_FSGSBASE.
    private const int HardwareCapabilities2 = 26;
    private const int FsGsBase = 2;

    // asm/prctl.h: ARCH_SHSTK_STATUS.
    private const int ShadowStackStatus = 0x5005;

    /// <summary>Whether user code may read and write the FS base.</summary>
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

    /// <summary>The offset of the tid in the calling thread's struct pthread, or -1 when it is not found exactly once.</summary>
    internal static int FindTidOffset(ulong fs)
    {
        int tid = Libc.GetTid();
        int found = -1;
        for (int offset = SearchFrom; offset < SearchTo; offset += sizeof(int))
        {
            if (*(int*)(fs + (ulong)offset) == tid)
            {
                if (found >= 0)
                {
                    return -1;
                }

                found = offset;
            }
        }

        return found;
    }

    /// <summary>Whether the calling thread's block looks as expected: its tid at the offset, the slot free.</summary>
    internal static bool Verify(ulong fs, int tidOffset) =>
        *(int*)(fs + (ulong)tidOffset) == Libc.GetTid() && *(ulong*)(fs + FreeSlot) == 0;
}

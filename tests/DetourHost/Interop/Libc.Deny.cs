using System.Runtime.InteropServices;

namespace DetourHost.Interop;

internal static unsafe partial class Libc
{
    internal const uint MemfdCreate = 319; // __NR_memfd_create, asm/unistd_64.h

    private const int SetNoNewPrivileges = 38; // linux/prctl.h
    private const int SetSeccomp = 22;

    /// <summary>Has the kernel refuse a system call to the calling thread, and to those it starts, with EPERM; as a container's filter may.</summary>
    internal static void Deny(uint systemCall)
    {
        // struct sock_filter: 16 bits of code, two jump distances, 32 bits of operand (linux/filter.h, linux/bpf_common.h, linux/seccomp.h).
        ulong* instructions = stackalloc ulong[]
        {
            0x20, // load seccomp_data.nr
            0x15 | (1ul << 24) | ((ulong)systemCall << 32), // unless it is that, skip one
            0x06 | (0x0005_0001ul << 32), // SECCOMP_RET_ERRNO, EPERM
            0x06 | (0x7FFF_0000ul << 32), // SECCOMP_RET_ALLOW
        };
        ulong* program = stackalloc ulong[] { 4, (ulong)instructions };
        if (Prctl(SetNoNewPrivileges, 1, 0, 0, 0) != 0 || Prctl(SetSeccomp, 2, (nuint)program, 0, 0) != 0)
        {
            throw new InvalidOperationException("prctl");
        }
    }

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Prctl(int option, nuint argument2, nuint argument3, nuint argument4, nuint argument5);
}

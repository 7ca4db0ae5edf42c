using System.Buffers.Binary;
using Shim.Green.Interop;

namespace Shim.Green.Switching;

/// <summary>
/// The few routines that cannot be written in C#, as machine code for x64. Tests disassemble them and compare with the listings.
/// </summary>
/// <remarks>
/// What is odd here, referred to by letter below:
/// (a) Switching changes the FS base, and with it errno, thread statics and the runtime's idea of the current thread. Between WRFSBASE
///     and the load of the stack pointer a signal handler runs as the new thread on the old stack: harmless, as neither is in managed code.
/// (b) glibc's pthread_kill reads the tid in struct pthread. It must name the OS thread that runs the context now, so that the runtime
///     can interrupt it; SendHome puts the own one back.
/// (c) MXCSR and the x87 control word are callee-saved by the ABI but nobody in a .NET process changes them; saving them would double
///     the cost of a switch.
/// (d) No shadow stack is switched: with CET enabled in user space the return would fault. The switcher refuses to start then.
/// </remarks>
internal sealed unsafe class SwitchCode
{
    internal const int FsSlot = 0x280;
    private const int PageSize = 4096;
    private const int SysGettid = 186;

    // rdfsbase rax / ret
    private static ReadOnlySpan<byte> GetFsBytes => [0xF3, 0x48, 0x0F, 0xAE, 0xC0, 0xC3];

    // Switch(rdi = from, rsi = to)
    private static ReadOnlySpan<byte> SwitchBytes =>
    [
        0x55, 0x53, 0x41, 0x54, 0x41, 0x55, 0x41, 0x56, 0x41, 0x57, // push rbp, rbx, r12, r13, r14, r15
        0x48, 0x89, 0x27,                   // mov [rdi], rsp                 from.StackPointer
        0x4C, 0x8B, 0x47, 0x30,             // mov r8, [rdi+0x30]             carrier = from.Carrier
        0x48, 0x8B, 0x4F, 0x08,             // mov rcx, [rdi+8]               from.FsBase
        0x49, 0x8B, 0x50, 0x10,             // mov rdx, [r8+0x10]             carrier.RecentIndex
        0x4C, 0x89, 0x46, 0x30,             // mov [rsi+0x30], r8             to.Carrier = carrier
        0x49, 0x89, 0x4C, 0xD0, 0x40,       // mov [r8+rdx*8+0x40], rcx       carrier.Recent[index] = from.FsBase
        0xFF, 0xC2,                         // inc edx
        0x83, 0xE2, 0x1F,                   // and edx, 31
        0x49, 0x89, 0x50, 0x10,             // mov [r8+0x10], rdx
        0x41, 0x8B, 0x10,                   // mov edx, [r8]                  carrier.Tid
        0x48, 0x8B, 0x46, 0x08,             // mov rax, [rsi+8]               to.FsBase
        0xF3, 0x48, 0x0F, 0xAE, 0xD0,       // wrfsbase rax                   (a)
        0x48, 0x8B, 0x26,                   // mov rsp, [rsi]                 to.StackPointer
        0x89, 0x90, 0, 0, 0, 0,             // mov [rax+TID], edx             (b)
        0x41, 0x5F, 0x41, 0x5E, 0x41, 0x5D, 0x41, 0x5C, 0x5B, 0x5D, // pop r15, r14, r13, r12, rbx, rbp
        0xC3,                               // ret
    ];

    private const int SwitchTidAt = 0x3C;

    // Enlist(rdi = self, rsi = signal mask to park with)
    private static ReadOnlySpan<byte> EnlistBytes =>
    [
        0x55, 0x53, 0x41, 0x54, 0x41, 0x55, 0x41, 0x56, 0x41, 0x57, // push rbp, rbx, r12, r13, r14, r15
        0x48, 0x89, 0xFB,                   // mov rbx, rdi
        0xB8, 0x0E, 0, 0, 0,                // mov eax, 14                    rt_sigprocmask
        0xBF, 0x02, 0, 0, 0,                // mov edi, 2                     SIG_SETMASK
        0x48, 0x8D, 0x53, 0x28,             // lea rdx, [rbx+0x28]            &self.SignalMask
        0x41, 0xBA, 0x08, 0, 0, 0,          // mov r10d, 8
        0x0F, 0x05,                         // syscall
        0x48, 0x89, 0x23,                   // mov [rbx], rsp                 self.StackPointer
        0x48, 0x8B, 0x63, 0x10,             // mov rsp, [rbx+0x10]            self.ParkStack: from here the own stack is lent
        0xC7, 0x43, 0x18, 0x01, 0, 0, 0,    // mov dword [rbx+0x18], 1        self.Parked = 1
        0x83, 0x7B, 0x1C, 0x00,             // loop: cmp dword [rbx+0x1c], 0  self.Go
        0x75, 0x17,                         // jne home
        0xB8, 0xCA, 0, 0, 0,                // mov eax, 202                   futex
        0x48, 0x8D, 0x7B, 0x1C,             // lea rdi, [rbx+0x1c]
        0xBE, 0x80, 0, 0, 0,                // mov esi, 128                   FUTEX_WAIT_PRIVATE
        0x31, 0xD2,                         // xor edx, edx
        0x45, 0x31, 0xD2,                   // xor r10d, r10d
        0x0F, 0x05,                         // syscall
        0xEB, 0xE3,                         // jmp loop
        0x48, 0x8B, 0x23,                   // home: mov rsp, [rbx]           where the context was switched out for the last time
        0xB8, 0x0E, 0, 0, 0,                // mov eax, 14
        0xBF, 0x02, 0, 0, 0,                // mov edi, 2
        0x48, 0x8D, 0x73, 0x28,             // lea rsi, [rbx+0x28]
        0x31, 0xD2,                         // xor edx, edx
        0x41, 0xBA, 0x08, 0, 0, 0,          // mov r10d, 8
        0x0F, 0x05,                         // syscall
        0x41, 0x5F, 0x41, 0x5E, 0x41, 0x5D, 0x41, 0x5C, 0x5B, 0x5D, // pop r15, r14, r13, r12, rbx, rbp
        0xC3,                               // ret
    ];

    // syscall(rdi = number, ...) as libcoreclr.so calls it: its activation handler finds "its" thread by gettid()
    private static ReadOnlySpan<byte> SyscallBytes =>
    [
        0x48, 0x81, 0xFF, SysGettid, 0, 0, 0, // cmp rdi, 186                 gettid
        0x75, 0x12,                         // jne real
        0x64, 0x48, 0x8B, 0x04, 0x25, 0x80, 0x02, 0, 0, // mov rax, fs:[0x280]
        0x48, 0x85, 0xC0,                   // test rax, rax
        0x74, 0x04,                         // je real
        0x8B, 0x40, 0x20,                   // mov eax, [rax+0x20]            context.OwnTid
        0xC3,                               // ret
        0x48, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, // real: mov rax, SYSCALL
        0xFF, 0xE0,                         // jmp rax
    ];

    private const int SyscallRealAt = 0x1D;

    // ActivationHandler(edi = signal, rsi = siginfo, rdx = ucontext)
    private static ReadOnlySpan<byte> ActivationBytes =>
    [
        0x55, 0x53, 0x41, 0x54, 0x41, 0x55, 0x41, 0x56, 0x41, 0x57, // push rbp, rbx, r12, r13, r14, r15
        0x48, 0x83, 0xEC, 0x18,             // sub rsp, 0x18
        0x89, 0xFB,                         // mov ebx, edi
        0x49, 0x89, 0xF4,                   // mov r12, rsi
        0x49, 0x89, 0xD5,                   // mov r13, rdx
        0x48, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, // mov rax, HANDLER
        0x48, 0x89, 0x44, 0x24, 0x08,       // mov [rsp+8], rax
        0xFF, 0xD0,                         // call rax                       first as the thread that was interrupted
        0x64, 0x4C, 0x8B, 0x34, 0x25, 0x80, 0x02, 0, 0, // mov r14, fs:[0x280]
        0x4D, 0x85, 0xF6,                   // test r14, r14
        0x74, 0x71,                         // je out
        0x4D, 0x8B, 0x76, 0x30,             // mov r14, [r14+0x30]            context.Carrier
        0x4D, 0x85, 0xF6,                   // test r14, r14
        0x74, 0x68,                         // je out
        0xF0, 0x41, 0xFF, 0x46, 0x0C,       // lock inc dword [r14+0xc]       carrier.Handling
        0xF3, 0x48, 0x0F, 0xAE, 0xC5,       // rdfsbase rbp
        0x4D, 0x8B, 0xBD, 0xA8, 0, 0, 0,    // mov r15, [r13+0xa8]            ucontext's RIP
        0x48, 0x8D, 0x05, 0xAA, 0xFF, 0xFF, 0xFF, // lea rax, [this routine]  an address outside managed code: the handler then
        0x49, 0x89, 0x85, 0xA8, 0, 0, 0,    // mov [r13+0xa8], rax            only clears its pending flag, even if that context runs elsewhere
        0x48, 0xC7, 0x04, 0x24, 0, 0, 0, 0, // mov qword [rsp], 0
        0x48, 0x8B, 0x0C, 0x24,             // next: mov rcx, [rsp]
        0x48, 0x83, 0xF9, 0x20,             // cmp rcx, 32
        0x73, 0x26,                         // jae done
        0x48, 0xFF, 0x04, 0x24,             // inc qword [rsp]
        0x49, 0x8B, 0x44, 0xCE, 0x40,       // mov rax, [r14+rcx*8+0x40]      carrier.Recent[i]
        0x48, 0x85, 0xC0,                   // test rax, rax
        0x74, 0xE8,                         // je next
        0x48, 0x39, 0xE8,                   // cmp rax, rbp
        0x74, 0xE3,                         // je next
        0xF3, 0x48, 0x0F, 0xAE, 0xD0,       // wrfsbase rax
        0x89, 0xDF,                         // mov edi, ebx
        0x4C, 0x89, 0xE6,                   // mov rsi, r12
        0x4C, 0x89, 0xEA,                   // mov rdx, r13
        0xFF, 0x54, 0x24, 0x08,             // call [rsp+8]
        0xEB, 0xD0,                         // jmp next
        0xF3, 0x48, 0x0F, 0xAE, 0xD5,       // done: wrfsbase rbp
        0x4D, 0x89, 0xBD, 0xA8, 0, 0, 0,    // mov [r13+0xa8], r15
        0xF0, 0x41, 0xFF, 0x4E, 0x0C,       // lock dec dword [r14+0xc]
        0x48, 0x83, 0xC4, 0x18,             // out: add rsp, 0x18
        0x41, 0x5F, 0x41, 0x5E, 0x41, 0x5D, 0x41, 0x5C, 0x5B, 0x5D, // pop r15, r14, r13, r12, rbx, rbp
        0xC3,                               // ret
    ];

    private const int ActivationHandlerAt = 0x18;

    private readonly byte* _page;
    private int _used;

    private SwitchCode(byte* page) => _page = page;

    /// <summary>rdfsbase.</summary>
    internal delegate* unmanaged<ulong> GetFs { get; private set; }

    /// <summary>Switch(from, to); both in preemptive mode, which the P/Invoke transition sees to.</summary>
    internal delegate* unmanaged<Context*, Context*, void> Switch { get; private set; }

    /// <summary>Enlist(self, mask): parks the OS thread; returns when the context is first switched to.</summary>
    internal delegate* unmanaged<Context*, ulong*, void> Enlist { get; private set; }

    /// <summary>What libcoreclr.so shall call instead of libc's syscall.</summary>
    internal ulong Syscall { get; private set; }

    /// <summary>What shall handle the activation signal.</summary>
    internal ulong Activation { get; private set; }

    /// <summary>Maps the routines, read and execute only. Null when memory cannot be had.</summary>
    internal static SwitchCode? Map(int tidOffset, ulong realSyscall, ulong activationHandler)
    {
        byte* page = (byte*)Libc.Mmap(null, PageSize, protection: 3, flags: 0x22, fd: -1, 0);
        if (page == (byte*)-1)
        {
            return null;
        }

        SwitchCode code = new(page);
        code.GetFs = (delegate* unmanaged<ulong>)code.Put(GetFsBytes);
        code.Enlist = (delegate* unmanaged<Context*, ulong*, void>)code.Put(EnlistBytes);

        byte* at = code.Put(SwitchBytes);
        BinaryPrimitives.WriteInt32LittleEndian(new Span<byte>(at + SwitchTidAt, 4), tidOffset);
        code.Switch = (delegate* unmanaged<Context*, Context*, void>)at;

        at = code.Put(SyscallBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(new Span<byte>(at + SyscallRealAt, 8), realSyscall);
        code.Syscall = (ulong)at;

        at = code.Put(ActivationBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(new Span<byte>(at + ActivationHandlerAt, 8), activationHandler);
        code.Activation = (ulong)at;

        return Libc.Mprotect(page, PageSize, protection: 5) == 0 ? code : null;
    }

    /// <summary>The routines as they stand in memory, for the test that disassembles them.</summary>
    internal ReadOnlySpan<byte> Bytes => new(_page, _used);

    private byte* Put(ReadOnlySpan<byte> bytes)
    {
        byte* at = _page + _used;
        bytes.CopyTo(new Span<byte>(at, bytes.Length));
        _used = (_used + bytes.Length + 63) & ~63;
        return at;
    }
}

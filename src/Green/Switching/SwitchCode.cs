
namespace Shim.Green.Switching;

/// <summary>
/// The few routines that cannot be written in C#, as machine code for x64. Tests disassemble them and compare with the listings.
/// </summary>
/// <remarks>
/// What is odd here, referred to by letter below:
/// (a) Switching changes the FS base, and with it errno, thread statics and the runtime's idea of the current thread. Between the load of
///     the stack pointer and WRFSBASE a signal handler runs as the old thread on the new stack: harmless, as neither is in managed code.
/// (b) glibc's pthread_kill sends to the tid in struct pthread, which stays that of the context's own, sleeping OS thread: recursive
///     and error-checking mutexes compare it (the runtime's own locks are such), so it must be one for each green thread. The
///     activation signal therefore wakes the sleeping OS thread, which passes it on to the carrier.
/// (c) MXCSR and the x87 control word are callee-saved by the ABI but nobody in a .NET process changes them; saving them would double
///     the cost of a switch.
/// (d) No shadow stack is switched: with CET enabled in user space the return would fault. The switcher refuses to start then.
/// (e) WRFSBASE needs a processor and a kernel (5.9) that allow it; arch_prctl(2) does the same by a system call. The kernel keeps the base
///     over its own context switches in both cases. It clobbers RCX and R11, and nothing that the routine holds. Where that call would be
///     needed, the FS base stays, and what it points to is exchanged (<see cref="TlsExchangeCode"/>); the call is for where that cannot be.
/// (f) A processor guesses where a RET goes from a stack of its own, of the last calls. That has the way of the context that is left: right where the
///     other came the same way, with all its callers after it, wrong where it did not. So the same way back is by RET, and keeps the guesses of the
///     callers' returns; another is by a jump, which is guessed from what it did before. A jump always would be as fast between two contexts alone, and
///     three times as slow as this between many that do the same, in each of whose callers the guess would be that of another. An
///     exchange takes as long by RET alone: its copies are under way meanwhile.
/// </remarks>
internal sealed unsafe class SwitchCode
{
    internal const int FsSlot = 0x280;
    private const int SysGettid = 186;

    // The x86-64 TLS ABI: the word at FS:0 is the FS base. mov rax, fs:[0] / ret
    private static ReadOnlySpan<byte> GetFsBytes => [0x64, 0x48, 0x8B, 0x04, 0x25, 0, 0, 0, 0, 0xC3];

    // Switch(rdi = from, rsi = to)
    private static ReadOnlySpan<byte> SwitchBytes =>
    [
        0x48, 0x8B, 0x14, 0x24,             // mov rdx, [rsp]                 where from goes on: (f)
        0x55, 0x53, 0x41, 0x54, 0x41, 0x55, 0x41, 0x56, 0x41, 0x57, // push rbp, rbx, r12, r13, r14, r15
        0x48, 0x89, 0x27,                   // mov [rdi], rsp                 from.StackPointer
        0x4C, 0x8B, 0x47, 0x30,             // mov r8, [rdi+0x30]             carrier = from.Carrier
        0x4C, 0x89, 0x46, 0x30,             // mov [rsi+0x30], r8             to.Carrier = carrier
        0x48, 0x8B, 0x46, 0x08,             // mov rax, [rsi+8]               to.FsBase
        0x48, 0x8B, 0x26,                   // mov rsp, [rsi]                 to.StackPointer
        0x41, 0x5F, 0x41, 0x5E, 0x41, 0x5D, 0x41, 0x5C, 0x5B, 0x5D, // pop r15, r14, r13, r12, rbx, rbp
        0x48, 0x3B, 0x14, 0x24,             // cmp rdx, [rsp]                 where to goes on
        0x75, 0x06,                         // jne other
        0xF3, 0x48, 0x0F, 0xAE, 0xD0,       // wrfsbase rax                   (a)
        0xC3,                               // ret
        0x59,                               // other: pop rcx
        0xF3, 0x48, 0x0F, 0xAE, 0xD0,       // wrfsbase rax
        0xFF, 0xE1,                         // jmp rcx
    ];

    // The same by a system call: (e)
    private static ReadOnlySpan<byte> SwitchByCallBytes =>
    [
        0x55, 0x53, 0x41, 0x54, 0x41, 0x55, 0x41, 0x56, 0x41, 0x57, // push rbp, rbx, r12, r13, r14, r15
        0x48, 0x89, 0x27,                   // mov [rdi], rsp                 from.StackPointer
        0x4C, 0x8B, 0x47, 0x30,             // mov r8, [rdi+0x30]             carrier = from.Carrier
        0x4C, 0x89, 0x46, 0x30,             // mov [rsi+0x30], r8             to.Carrier = carrier
        0x48, 0x89, 0xF3,                   // mov rbx, rsi
        0x48, 0x8B, 0x76, 0x08,             // mov rsi, [rsi+8]               to.FsBase
        0xBF, 0x02, 0x10, 0, 0,             // mov edi, 0x1002                ARCH_SET_FS
        0xB8, 0x9E, 0, 0, 0,                // mov eax, 158                   arch_prctl
        0x0F, 0x05,                         // syscall                        (a); fails for addresses only that no thread can have
        0x48, 0x8B, 0x23,                   // mov rsp, [rbx]                 to.StackPointer
        0x41, 0x5F, 0x41, 0x5E, 0x41, 0x5D, 0x41, 0x5C, 0x5B, 0x5D, // pop r15, r14, r13, r12, rbx, rbp
        0xC3,                               // ret
    ];

    // Enlist(rdi = self, rsi = signal mask to park with), in three pieces, between which the TLS is exchanged, if it is
    private static ReadOnlySpan<byte> EnlistBegin =>
    [
        0x55, 0x53, 0x41, 0x54, 0x41, 0x55, 0x41, 0x56, 0x41, 0x57, // push rbp, rbx, r12, r13, r14, r15
        0x48, 0x89, 0xFB,                   // mov rbx, rdi
        0xB8, 0x0E, 0, 0, 0,                // mov eax, 14                    rt_sigprocmask
        0xBF, 0x02, 0, 0, 0,                // mov edi, 2                     SIG_SETMASK
        0x48, 0x8D, 0x53, 0x28,             // lea rdx, [rbx+0x28]            &self.SignalMask
        0x41, 0xBA, 0x08, 0, 0, 0,          // mov r10d, 8
        0x0F, 0x05,                         // syscall
        0x48, 0x89, 0x23,                   // mov [rbx], rsp                 self.StackPointer
    ];

    private static ReadOnlySpan<byte> EnlistSleep =>
    [
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
    ];

    private static ReadOnlySpan<byte> EnlistEnd =>
    [
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
        0x64, 0x48, 0x8B, 0x04, 0x25, 0x80, 0x02, 0, 0, // mov rax, fs:[0x280]
        0x48, 0x85, 0xC0,                   // test rax, rax
        0x74, 0x68,                         // je stock                       not a context
        0x83, 0x78, 0x18, 0x00,             // cmp dword [rax+0x18], 0        context.Parked
        0x74, 0x62,                         // je stock                       one that runs on its own OS thread still
        0x53, 0x41, 0x54, 0x41, 0x55, 0x41, 0x56, 0x41, 0x57, // push rbx, r12, r13, r14, r15
        0x48, 0x89, 0xC3,                   // mov rbx, rax
        0x41, 0x89, 0xFC,                   // mov r12d, edi
        0x49, 0x89, 0xF5,                   // mov r13, rsi
        0x49, 0x89, 0xD6,                   // mov r14, rdx
        0xB8, SysGettid, 0, 0, 0,           // mov eax, 186
        0x0F, 0x05,                         // syscall
        0x41, 0x89, 0xC7,                   // mov r15d, eax                  who runs this: the sleeping thread or a carrier
        0x44, 0x89, 0xE7,                   // mov edi, r12d
        0x4C, 0x89, 0xEE,                   // mov rsi, r13
        0x4C, 0x89, 0xF2,                   // mov rdx, r14
        0x48, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, // mov rax, HANDLER
        0xFF, 0xD0,                         // call rax                       on the sleeping one it only clears the pending flag
        0x44, 0x3B, 0x7B, 0x20,             // cmp r15d, [rbx+0x20]           context.OwnTid
        0x75, 0x1E,                         // jne out                        a carrier: done
        0x48, 0x8B, 0x5B, 0x30,             // mov rbx, [rbx+0x30]            context.Carrier
        0x48, 0x85, 0xDB,                   // test rbx, rbx
        0x74, 0x15,                         // je out
        0xB8, 0x27, 0, 0, 0,                // mov eax, 39                    getpid
        0x0F, 0x05,                         // syscall
        0x89, 0xC7,                         // mov edi, eax
        0x8B, 0x33,                         // mov esi, [rbx]                 carrier.Tid
        0x44, 0x89, 0xE2,                   // mov edx, r12d
        0xB8, 0xEA, 0, 0, 0,                // mov eax, 234                   tgkill
        0x0F, 0x05,                         // syscall                        raw: errno belongs to whoever runs the context now
        0x41, 0x5F, 0x41, 0x5E, 0x41, 0x5D, 0x41, 0x5C, 0x5B, // out: pop r15, r14, r13, r12, rbx
        0xC3,                               // ret
        0x48, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, // stock: mov rax, HANDLER
        0xFF, 0xE0,                         // jmp rax
    ];

    private const int ActivationHandlerAt = 0x3E;
    private const int ActivationStockAt = 0x78;

    private SwitchCode(CodePage page) => GetFs = (delegate* unmanaged<ulong>)page.Routine(GetFsBytes);

    /// <summary>The FS base of the calling thread.</summary>
    internal delegate* unmanaged<ulong> GetFs { get; }

    /// <summary>Switching by a change of the FS base.</summary>
    internal SwitchRoutines ByFsBase { get; private set; } = null!;

    /// <summary>Switching by an exchange of what is in the carrier's block; null where that was not verified.</summary>
    internal SwitchRoutines? ByExchange { get; private set; }

    /// <summary>What libcoreclr.so shall call instead of libc's syscall.</summary>
    internal ulong Syscall { get; private set; }

    /// <summary>What shall handle the activation signal.</summary>
    internal ulong Activation { get; private set; }

    /// <summary>What shall handle the signal of setuid and its like; 0 when glibc does not.</summary>
    internal ulong Credentials { get; private set; }

    /// <summary>Writes the routines. Null when memory cannot be had.</summary>
    /// <param name="realSyscall">libc's syscall.</param>
    /// <param name="activationHandler">The runtime's handler of the activation signal.</param>
    /// <param name="credentialsHandler">glibc's handler of the signal by which threads are told to change their credentials; 0 when there is none.</param>
    /// <param name="hasFsGsBase">Whether user code may write the FS base; otherwise that is a system call.</param>
    /// <param name="exchange">What was found out about the TLS of this process; null when it cannot be exchanged.</param>
    internal static SwitchCode? Map(ulong realSyscall, ulong activationHandler, ulong credentialsHandler, bool hasFsGsBase, TlsExchange? exchange)
    {
        if (CodePage.Map() is not { } page)
        {
            return null;
        }

        SwitchCode code = new(page);
        code.ByFsBase = new SwitchRoutines(page.Routine(hasFsGsBase ? SwitchBytes : SwitchByCallBytes), PutEnlist(page, null, null), sizeof(Context));

        byte* at = page.Routine(SyscallBytes);
        *(ulong*)(at + SyscallRealAt) = realSyscall;
        code.Syscall = (ulong)at;

        at = page.Routine(ActivationBytes);
        *(ulong*)(at + ActivationHandlerAt) = activationHandler;
        *(ulong*)(at + ActivationStockAt) = activationHandler;
        code.Activation = (ulong)at;
        code.Credentials = credentialsHandler == 0 ? 0 : (ulong)CredentialsCode.Put(page, credentialsHandler);

        if (exchange is not null)
        {
            byte* save = TlsExchangeCode.PutSave(page, exchange);
            byte* load = TlsExchangeCode.PutLoad(page, exchange);
            code.ByExchange = new SwitchRoutines(TlsExchangeCode.PutSwitch(page, save, load), PutEnlist(page, save, load), TlsExchangeCode.ContextSize);
        }

        return page.Seal() ? code : null;
    }

    private static byte* PutEnlist(CodePage page, byte* save, byte* load)
    {
        byte* at = page.Routine(EnlistBegin);
        if (save != null)
        {
            page.Append([0x48, 0x89, 0xDF]); // mov rdi, rbx
            TlsExchangeCode.Call(page, save);
        }

        page.Append(EnlistSleep);
        if (load != null)
        {
            page.Append([0x48, 0x89, 0xDE]); // mov rsi, rbx
            TlsExchangeCode.Call(page, load);
        }

        page.Append(EnlistEnd);
        return at;
    }
}

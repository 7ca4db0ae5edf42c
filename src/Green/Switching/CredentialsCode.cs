namespace Shim.Green.Switching;

/// <summary>
/// The machine code that stands before glibc's handler of the signal by which setuid(2) and its like have every OS thread of the process change
/// its credentials: they wait until the thread's control block says that it has.
/// </summary>
/// <remarks>
/// glibc marks the block of every thread, sends the signal to the tid in it, and the handler takes the mark from the block of the thread that it
/// finds itself on; what still has its mark is sent the signal again (nptl/nptl_setxid.c, 2.36).
/// (a) On a carrier whose FS base is a green thread's, the wrong block would lose its mark: the FS base is the carrier's own meanwhile.
/// (b) With an exchange the tid in a carrier's block is the green thread's, whose sleeping OS thread takes the signal in place of the carrier. What
///     comes when its own mark is gone already is the carrier's, and is passed on.
/// </remarks>
internal static unsafe class CredentialsCode
{
    // Handler(edi = signal, rsi = siginfo, rdx = ucontext)
    private static ReadOnlySpan<byte> Bytes =>
    [
        0x64, 0x48, 0x8B, 0x04, 0x25, 0x80, 0x02, 0, 0, // mov rax, fs:[0x280]
        0x48, 0x85, 0xC0,                   // test rax, rax
        0x0F, 0x84, 0xBB, 0, 0, 0,          // je stock                       not a context
        0x83, 0x78, 0x18, 0x00,             // cmp dword [rax+0x18], 0        context.Parked
        0x0F, 0x84, 0xB1, 0, 0, 0,          // je stock                       one that runs on its own OS thread still
        0x48, 0x8B, 0x48, 0x30,             // mov rcx, [rax+0x30]            context.Carrier
        0x48, 0x85, 0xC9,                   // test rcx, rcx
        0x0F, 0x84, 0xA4, 0, 0, 0,          // je stock
        0x48, 0x8B, 0x49, 0x28,             // mov rcx, [rcx+0x28]            carrier.Block
        0x48, 0x85, 0xC9,                   // test rcx, rcx
        0x0F, 0x84, 0x97, 0, 0, 0,          // je stock
        0x64, 0x48, 0x3B, 0x0C, 0x25, 0, 0, 0, 0, // cmp rcx, fs:[0]
        0x0F, 0x84, 0x88, 0, 0, 0,          // je stock                       a carrier whose FS base is its own
        0x53, 0x41, 0x54, 0x41, 0x55, 0x41, 0x56, 0x41, 0x57, // push rbx, r12, r13, r14, r15
        0x48, 0x89, 0xC3,                   // mov rbx, rax
        0x41, 0x89, 0xFC,                   // mov r12d, edi
        0x49, 0x89, 0xF5,                   // mov r13, rsi
        0x49, 0x89, 0xD6,                   // mov r14, rdx
        0x49, 0x89, 0xCF,                   // mov r15, rcx
        0xB8, 0xBA, 0, 0, 0,                // mov eax, 186                   gettid
        0x0F, 0x05,                         // syscall
        0x3B, 0x43, 0x20,                   // cmp eax, [rbx+0x20]            context.OwnTid
        0x74, 0x3E,                         // je home                        the sleeping one
        0xBF, 0x02, 0x10, 0, 0,             // mov edi, 0x1002                ARCH_SET_FS                    (a)
        0x4C, 0x89, 0xFE,                   // mov rsi, r15
        0xB8, 0x9E, 0, 0, 0,                // mov eax, 158                   arch_prctl
        0x0F, 0x05,                         // syscall
        0x44, 0x89, 0xE7,                   // call: mov edi, r12d
        0x4C, 0x89, 0xEE,                   // mov rsi, r13
        0x4C, 0x89, 0xF2,                   // mov rdx, r14
        0x48, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, // mov rax, HANDLER
        0xFF, 0xD0,                         // call rax
        0xBF, 0x02, 0x10, 0, 0,             // mov edi, 0x1002
        0x48, 0x8B, 0x73, 0x08,             // mov rsi, [rbx+8]               context.FsBase, what it is on the sleeping one
        0xB8, 0x9E, 0, 0, 0,                // mov eax, 158
        0x0F, 0x05,                         // syscall
        0x41, 0x5F, 0x41, 0x5E, 0x41, 0x5D, 0x41, 0x5C, 0x5B, // out: pop r15, r14, r13, r12, rbx
        0xC3,                               // ret
        0x64, 0xF6, 0x04, 0x25, GlibcLayout.Marks & 0xFF, GlibcLayout.Marks >> 8, 0, 0, GlibcLayout.CredentialsMark, // home: test byte fs:[0x308], 0x40
        0x75, 0xC6,                         // jne call
        0xB8, 0x27, 0, 0, 0,                // mov eax, 39                    getpid                         (b)
        0x0F, 0x05,                         // syscall
        0x89, 0xC7,                         // mov edi, eax
        0x48, 0x8B, 0x43, 0x30,             // mov rax, [rbx+0x30]            context.Carrier
        0x8B, 0x30,                         // mov esi, [rax]                 carrier.Tid
        0x44, 0x89, 0xE2,                   // mov edx, r12d
        0xB8, 0xEA, 0, 0, 0,                // mov eax, 234                   tgkill
        0x0F, 0x05,                         // syscall
        0xEB, 0xD0,                         // jmp out
        0x48, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, // stock: mov rax, HANDLER
        0xFF, 0xE0,                         // jmp rax
    ];

    private const int CalledAt = 0x83;
    private const int StockAt = 0xCF;

    internal static byte* Put(CodePage page, ulong handler)
    {
        byte* at = page.Routine(Bytes);
        *(ulong*)(at + CalledAt) = handler;
        *(ulong*)(at + StockAt) = handler;
        return at;
    }
}

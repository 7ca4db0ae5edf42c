namespace Shim.Green.Switching;

/// <summary>
/// The machine code that exchanges what a carrier's thread control block holds, where a change of the thread pointer would be a system call.
/// </summary>
/// <remarks>
/// The carrier keeps its thread pointer and its block. What makes it a green thread is put into that block at each switch, and taken out:
/// (a) The table of thread-local blocks (DTV). All of the runtime's thread-local variables, and those of most libraries, are found through it, at
///     the addresses they have on the green thread's own OS thread. glibc may put a bigger one in place, and frees the old one: the block of the
///     sleeping OS thread gets the new one, too. (Its signal handler, the only thing that runs there, asks for no thread-local variable.)
/// (b) The tid, for mutexes that compare it (<see cref="SwitchCode"/>, b).
/// (c) glibc's own thread-local variables, among them errno and the allocator's cache, which it reaches at fixed distances.
/// (d) The values of pthread_setspecific: the runtime keeps its thread there, OpenSSL its state. Half of the keys are copied always; the others,
///     which hardly any process has, only if one is set: the block's are zero after they were taken out.
/// (e) Robust mutexes, and those with priority inheritance, that were locked since the switch are in a list that starts in the carrier's block. They
///     move to the list of the green thread's own OS thread, where its holder may unlock them from anywhere, and where the kernel finds them at the
///     end of the process. Those are never moved back.
/// (f) Which stack the thread has: pthread_getattr_np(3), by which V8 and other collectors find the begin of what they look through. It never changes.
/// Not exchanged: the thread's address, pthread_self(), which is the carrier's, and what libraries other than glibc have at fixed distances.
/// A signal handler that runs in the middle finds something of both, neither of which is in managed code: as for <see cref="SwitchCode"/>, a.
/// </remarks>
internal static unsafe class TlsExchangeCode
{
    // Offset of the field in Context; what is copied follows after its fields.
    private const int HasMoreKeys = 0x4C;
    private const int SavedLibc = 0x60;
    private const int SavedKeys = 0x160;
    private const int SavedMoreKeys = SavedKeys + AlwaysCopied;
    private const int SavedOverflow = SavedKeys + (GlibcLayout.KeysInBlock * GlibcLayout.KeySize);

    /// <summary>What a context needs, with what is saved.</summary>
    internal const int ContextSize = SavedOverflow + OverflowSize + 8;

    /// <summary>The part of it that every switch copies.</summary>
    internal const int HotContextSize = SavedMoreKeys;

    private const int AlwaysCopied = GlibcLayout.KeysInBlock / 2 * GlibcLayout.KeySize;
    private const int MoreKeysAt = GlibcLayout.FirstKeys + AlwaysCopied;
    private const int MoreKeysSize = AlwaysCopied;

    // The first of them points into the block itself.
    private const int OverflowAt = GlibcLayout.MoreKeys + 8;
    private const int OverflowSize = 31 * 8;

    private static ReadOnlySpan<byte> SaveBegin =>
    [
        0x64, 0x48, 0x8B, 0x04, 0x25, 0, 0, 0, 0, // mov rax, fs:[0]          the carrier's block
        0x48, 0x8B, 0x48, 0x08,             // mov rcx, [rax+8]               (a)
        0x48, 0x3B, 0x4F, 0x40,             // cmp rcx, [rdi+0x40]            from.Table
        0x74, 0x0C,                         // je same
        0x48, 0x89, 0x4F, 0x40,             // mov [rdi+0x40], rcx
        0x48, 0x8B, 0x57, 0x08,             // mov rdx, [rdi+8]               from.FsBase, the sleeping OS thread's block
        0x48, 0x89, 0x4A, 0x08,             // mov [rdx+8], rcx
        0x0F, 0xB6, 0x88, GlibcLayout.KeysUsed & 0xFF, GlibcLayout.KeysUsed >> 8, 0, 0, // same: movzx ecx, byte [rax+0x610]
        0x88, 0x4F, 0x48,                   // mov [rdi+0x48], cl
        0x48, 0x8D, 0x88, GlibcLayout.RobustHead & 0xFF, GlibcLayout.RobustHead >> 8, 0, 0, // lea rcx, [rax+0x2e0]           (e)
        0x48, 0x8B, 0x11,                   // mov rdx, [rcx]                 the first; the head itself when there is none
        0x48, 0x39, 0xCA,                   // cmp rdx, rcx
        0x74, 0x34,                         // je copy
        0x4C, 0x8B, 0x47, 0x08,             // mov r8, [rdi+8]
        0x49, 0x81, 0xC0, GlibcLayout.RobustHead & 0xFF, GlibcLayout.RobustHead >> 8, 0, 0, // add r8, 0x2e0                  the other list's head
        0x49, 0x39, 0xC8,                   // cmp r8, rcx
        0x74, 0x24,                         // je copy                        the OS thread's own block
        0x4C, 0x8B, 0x49, 0xF8,             // mov r9, [rcx-8]                the last
        0x4D, 0x8B, 0x10,                   // mov r10, [r8]                  the other list's first; bit 0 is a mark
        0x4D, 0x89, 0x11,                   // mov [r9], r10
        0x49, 0x83, 0xE2, 0xFE,             // and r10, -2
        0x4D, 0x89, 0x4A, 0xF8,             // mov [r10-8], r9
        0x49, 0x89, 0x10,                   // mov [r8], rdx
        0x48, 0x83, 0xE2, 0xFE,             // and rdx, -2
        0x4C, 0x89, 0x42, 0xF8,             // mov [rdx-8], r8
        0x48, 0x89, 0x09,                   // mov [rcx], rcx
        0x48, 0x89, 0x49, 0xF8,             // mov [rcx-8], rcx
    ];

    private static ReadOnlySpan<byte> LoadBegin =>
    [
        0x64, 0x48, 0x8B, 0x04, 0x25, 0, 0, 0, 0, // mov rax, fs:[0]
        0x48, 0x8B, 0x4E, 0x40,             // mov rcx, [rsi+0x40]            (a) to.Table
        0x48, 0x89, 0x48, 0x08,             // mov [rax+8], rcx
        0x8B, 0x4E, 0x20,                   // mov ecx, [rsi+0x20]            (b) to.OwnTid
        0x89, 0x88, GlibcLayout.Tid & 0xFF, GlibcLayout.Tid >> 8, 0, 0, // mov [rax+0x2d0], ecx
        0x8A, 0x4E, 0x48,                   // mov cl, [rsi+0x48]
        0x88, 0x88, GlibcLayout.KeysUsed & 0xFF, GlibcLayout.KeysUsed >> 8, 0, 0, // mov [rax+0x610], cl
    ];

    private static ReadOnlySpan<byte> LoadStack =>
    [
        0x48, 0x8B, 0x4E, 0x50,             // mov rcx, [rsi+0x50]            (f) to.StackBlock
        0x48, 0x89, 0x88, GlibcLayout.StackBlock & 0xFF, GlibcLayout.StackBlock >> 8, 0, 0, // mov [rax+0x690], rcx
        0x48, 0x8B, 0x4E, 0x58,             // mov rcx, [rsi+0x58]            to.StackSize
        0x48, 0x89, 0x88, GlibcLayout.StackSize & 0xFF, GlibcLayout.StackSize >> 8, 0, 0, // mov [rax+0x698], rcx
    ];

    private static ReadOnlySpan<byte> Switch =>
    [
        0x55, 0x53, 0x41, 0x54, 0x41, 0x55, 0x41, 0x56, 0x41, 0x57, // push rbp, rbx, r12, r13, r14, r15
        0x48, 0x89, 0x27,                   // mov [rdi], rsp                 from.StackPointer
        0x4C, 0x8B, 0x47, 0x30,             // mov r8, [rdi+0x30]             carrier = from.Carrier
        0x4C, 0x89, 0x46, 0x30,             // mov [rsi+0x30], r8             to.Carrier = carrier
    ];

    private static ReadOnlySpan<byte> SwitchEnd =>
    [
        0x48, 0x89, 0xB0, GlibcLayout.FreeSlot & 0xFF, GlibcLayout.FreeSlot >> 8, 0, 0, // mov [rax+0x280], rsi
        0x48, 0x8B, 0x26,                   // mov rsp, [rsi]                 to.StackPointer
        0x41, 0x5F, 0x41, 0x5E, 0x41, 0x5D, 0x41, 0x5C, 0x5B, 0x5D, // pop r15, r14, r13, r12, rbx, rbp
        0xC3,                               // ret
    ];

    /// <summary>Writes Save(rdi = context): from the block of the OS thread that executes it.</summary>
    internal static byte* PutSave(CodePage page, TlsExchange layout)
    {
        byte* at = page.Routine(SaveBegin);
        Copy(page, layout.LibcTlsAt, SavedLibc, layout.LibcTlsSize, isLoad: false);
        Copy(page, GlibcLayout.FirstKeys, SavedKeys, AlwaysCopied, isLoad: false);

        // Whether any of the rest is set: (d). The last 32 bytes overlap those before.
        page.Append([0xC5, 0xFC, 0x10, 0x80], MoreKeysAt); // vmovups ymm0, [rax+...]
        for (int offset = 32; offset < MoreKeysSize; offset += 32)
        {
            page.Append([0xC5, 0xFD, 0xEB, 0x80], MoreKeysAt + offset); // vpor ymm0, ymm0, [rax+...]
        }

        for (int offset = 0; offset + 32 <= OverflowSize; offset += 32)
        {
            page.Append([0xC5, 0xFD, 0xEB, 0x80], OverflowAt + offset); // vpor ymm0, ymm0, [rax+...]
        }

        page.Append([0xC5, 0xFD, 0xEB, 0x80], OverflowAt + OverflowSize - 32); // vpor ymm0, ymm0, [rax+...]
        page.Append(
        [
            0x31, 0xC9,                     // xor ecx, ecx
            0xC4, 0xE2, 0x7D, 0x17, 0xC0,   // vptest ymm0, ymm0
            0xC5, 0xF8, 0x77,               // vzeroupper
            0x0F, 0x95, 0xC1,               // setne cl
            0x89, 0x4F, HasMoreKeys,        // mov [rdi+0x4c], ecx
            0x75, 0x01,                     // jne more
            0xC3,                           // ret
        ]);
        Copy(page, MoreKeysAt, SavedMoreKeys, MoreKeysSize, isLoad: false);
        Copy(page, OverflowAt, SavedOverflow, OverflowSize, isLoad: false);
        Clear(page, MoreKeysAt, MoreKeysSize);
        Clear(page, OverflowAt, OverflowSize);
        page.Append([0xC5, 0xF8, 0x77, 0xC3]); // vzeroupper; ret
        return at;
    }

    /// <summary>Writes Load(rsi = context): into the block of the OS thread that executes it, whose address it leaves in rax.</summary>
    internal static byte* PutLoad(CodePage page, TlsExchange layout)
    {
        byte* at = page.Routine(LoadBegin);
        if (layout.HasStack)
        {
            page.Append(LoadStack);
        }

        Copy(page, layout.LibcTlsAt, SavedLibc, layout.LibcTlsSize, isLoad: true);
        Copy(page, GlibcLayout.FirstKeys, SavedKeys, AlwaysCopied, isLoad: true);
        page.Append(
        [
            0xC5, 0xF8, 0x77,               // vzeroupper
            0x83, 0x7E, HasMoreKeys, 0x00,  // cmp dword [rsi+0x4c], 0
            0x75, 0x01,                     // jne more
            0xC3,                           // ret
        ]);
        Copy(page, MoreKeysAt, SavedMoreKeys, MoreKeysSize, isLoad: true);
        Copy(page, OverflowAt, SavedOverflow, OverflowSize, isLoad: true);
        page.Append([0xC5, 0xF8, 0x77, 0xC3]); // vzeroupper; ret
        return at;
    }

    /// <summary>Writes Switch(rdi = from, rsi = to).</summary>
    internal static byte* PutSwitch(CodePage page, byte* save, byte* load)
    {
        byte* at = page.Routine(Switch);
        Call(page, save);
        Call(page, load);
        page.Append(SwitchEnd);
        return at;
    }

    internal static void Call(CodePage page, byte* routine) => page.Append([0xE8], (int)(routine - (page.Next + 5))); // call routine

    // By way of ymm0, which nobody keeps over a call, the rest by rcx. Save: block [rax] to context [rdi]; Load: context [rsi] to block [rax].
    private static void Copy(CodePage page, int inBlock, int inContext, int length, bool isLoad)
    {
        int offset = 0;
        for (; offset + 32 <= length; offset += 32)
        {
            page.Append(isLoad ? [0xC5, 0xFC, 0x10, 0x86] : [0xC5, 0xFC, 0x10, 0x80], (isLoad ? inContext : inBlock) + offset); // vmovups ymm0, [rsi / rax+...]
            page.Append(isLoad ? [0xC5, 0xFC, 0x11, 0x80] : [0xC5, 0xFC, 0x11, 0x87], (isLoad ? inBlock : inContext) + offset); // vmovups [rax / rdi+...], ymm0
        }

        for (; offset < length; offset += 8)
        {
            page.Append(isLoad ? [0x48, 0x8B, 0x8E] : [0x48, 0x8B, 0x88], (isLoad ? inContext : inBlock) + offset); // mov rcx, [rsi / rax+...]
            page.Append(isLoad ? [0x48, 0x89, 0x88] : [0x48, 0x89, 0x8F], (isLoad ? inBlock : inContext) + offset); // mov [rax / rdi+...], rcx
        }
    }

    private static void Clear(CodePage page, int inBlock, int length)
    {
        page.Append([0x31, 0xC9]);          // xor ecx, ecx
        for (int offset = 0; offset < length; offset += 8)
        {
            page.Append([0x48, 0x89, 0x88], inBlock + offset); // mov [rax+...], rcx
        }
    }
}

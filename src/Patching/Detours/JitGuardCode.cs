namespace Shim.Patching.Detours;

/// <summary>
/// The hook on ICorJitCompiler::compileMethod, in machine code: (rdi compiler, rsi ICorJitInfo*, rdx CORINFO_METHOD_INFO*, ecx flags, r8, r9).
/// It must not be managed code. The runtime throws C++ exceptions through the JIT, which no managed frame survives on Linux, and a managed frame
/// here could need the JIT itself. This hook ends in a jump, so it is not on the stack while the JIT runs.
/// <code>
///  0   mov  rax,[rdx]           ; the MethodDesc to compile
///  3   mov  r10,[rip+count]
/// 10   lea  r11,[rip+table]
/// 17   dec  r10                 ; next:
/// 20   js   miss
/// 22   cmp  rax,[r11+r10*8]
/// 26   jne  next
/// 28   lock inc qword [rip+hits]
/// 36   push rdi,rsi,rdx,rcx,r8,r9
/// 44   sub  rsp,8               ; the stack is aligned to 16 at the call
/// 48   mov  rdi,rsi
/// 51   mov  rsi,rax
/// 54   mov  edx,SWITCHED_TO_MIN_OPT
/// 59   mov  rax,[rdi]
/// 62   call [rax+8*setMethodAttribs]
/// 65   add  rsp,8
/// 69   pop  r9,r8,rcx,rdx,rsi,rdi
/// 77   jmp  [rip+real]          ; miss:
/// </code>
/// </summary>
internal static class JitGuardCode
{
    internal const int Length = 83;

    /// <summary>Where in the data page the code expects what.</summary>
    internal const int RealOffset = 0;
    internal const int CountOffset = 8;
    internal const int HitsOffset = 16;
    internal const int TableOffset = 64;

    /// <param name="dataDistance">Address of the data minus address of the code.</param>
    internal static byte[] Assemble(int dataDistance)
    {
        byte[] code =
        [
            0x48, 0x8B, 0x02,
            0x4C, 0x8B, 0x15, 0, 0, 0, 0,
            0x4C, 0x8D, 0x1D, 0, 0, 0, 0,
            0x49, 0xFF, 0xCA,
            0x78, 0x37,
            0x4B, 0x3B, 0x04, 0xD3,
            0x75, 0xF5,
            0xF0, 0x48, 0xFF, 0x05, 0, 0, 0, 0,
            0x57, 0x56, 0x52, 0x51, 0x41, 0x50, 0x41, 0x51,
            0x48, 0x83, 0xEC, 0x08,
            0x48, 0x89, 0xF7,
            0x48, 0x89, 0xC6,
            0xBA, Runtime10.SwitchedToMinOpt, 0, 0, 0,
            0x48, 0x8B, 0x07,
            0xFF, 0x50, 8 * Runtime10.JitInfoSetMethodAttribsSlot,
            0x48, 0x83, 0xC4, 0x08,
            0x41, 0x59, 0x41, 0x58, 0x59, 0x5A, 0x5E, 0x5F,
            0xFF, 0x25, 0, 0, 0, 0,
        ];
        Relocate(code, 6, dataDistance + CountOffset);
        Relocate(code, 13, dataDistance + TableOffset);
        Relocate(code, 32, dataDistance + HitsOffset);
        Relocate(code, 79, dataDistance + RealOffset);
        return code;
    }

    // Each displacement is the last field of its instruction, so it counts from its own end.
    private static void Relocate(byte[] code, int at, int target) => BitConverter.TryWriteBytes(code.AsSpan(at), target - (at + 4));
}

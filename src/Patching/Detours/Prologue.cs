namespace Shim.Patching.Detours;

/// <summary>
/// Measures the start of a JIT-made method without a disassembler, as long as it consists of the few instructions that set up a frame:
/// pushes, "sub rsp", "lea rbp,[rsp+n]", "mov rbp,rsp", "vzeroupper". Such instructions can be moved anywhere, cannot fault on anything but
/// the stack, and no branch of the body leads back to them. Everything else is left to <see cref="PrologueDecoder"/>, which costs tens of
/// milliseconds at first use.
/// </summary>
internal static class Prologue
{
    /// <returns>The length of the frame set-up, at least <paramref name="minimum"/> and cut at an instruction; 0 when it is not that plain.</returns>
    internal static int Measure(ReadOnlySpan<byte> code, int minimum)
    {
        var length = 0;
        while (length < minimum)
        {
            var next = InstructionLength(code[length..]);
            if (next == 0)
            {
                return 0;
            }

            length += next;
        }

        return length;
    }

    private static int InstructionLength(ReadOnlySpan<byte> code) => code switch
    {
        [>= 0x50 and <= 0x57, ..] => 1,                     // push r64
        [0x41, >= 0x50 and <= 0x57, ..] => 2,               // push r8..r15
        [0x48, 0x83, 0xEC, _, ..] => 4,                     // sub rsp,imm8
        [0x48, 0x81, 0xEC, _, _, _, _, ..] => 7,            // sub rsp,imm32
        [0x48, 0x8B, 0xEC, ..] => 3,                        // mov rbp,rsp
        [0x48, 0x8D, 0x6C, 0x24, _, ..] => 5,               // lea rbp,[rsp+disp8]
        [0x48, 0x8D, 0xAC, 0x24, _, _, _, _, ..] => 8,      // lea rbp,[rsp+disp32]
        [0xC5, 0xF8, 0x77, ..] => 3,                        // vzeroupper
        _ => 0,
    };
}

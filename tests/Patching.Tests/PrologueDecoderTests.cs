using System.Runtime.InteropServices;
using FluentAssertions;
using Shim.Patching.Detours;

namespace Patching.Tests;

/// <summary>Trap: first instructions that mean something else in another place, each refused with its reason.</summary>
public unsafe class PrologueDecoderTests
{
    // push rbp / mov rbp,rsp / push rbx / push rax: six bytes.
    private const string Frame = "55 48 8B EC 53 50 ";

    [Theory]
    [InlineData(Frame + "C3", 6)]
    [InlineData("48 89 7C 24 08 53 C3", 6)] // mov [rsp+8],rdi
    [InlineData("55 48 8B EC 48 89 7D F8 C3", 8)] // mov [rbp-8],rdi, in a frame
    [InlineData("48 8D 47 08 48 83 EC 08 C3", 8)] // lea rax,[rdi+8]: an address, no access
    [InlineData(Frame + "E8 F5 FF FF FF C3", 6)] // calls itself: by its first byte, which leads to the replacement
    [InlineData(Frame + "75 01 90 C3", 6)] // jne over the nop
    public void What_means_the_same_elsewhere_is_measured(string code, int expected) => Measure(code).Should().Be(expected);

    [Theory]
    [InlineData("48 8B 07 53 50 50 C3", "memory that may be null")] // mov rax,[rdi]
    [InlineData("48 89 7D 08 53 50 C3", "memory that may be null")] // mov [rbp+8],rdi, no frame yet
    [InlineData("55 48 8B EF 48 89 45 F8 C3", "memory that may be null")] // mov rbp,rdi / mov [rbp-8],rax
    [InlineData("48 89 3E 53 50 50 C3", "memory that may be null")] // mov [rsi],rdi
    [InlineData("48 8D 05 00 01 00 00 C3", "relative to themselves")] // lea rax,[rip+100h]
    [InlineData("48 8B 05 00 01 00 00 C3", "relative to themselves")] // mov rax,[rip+100h]
    [InlineData("53 E8 00 01 00 00 C3", "Call, which cannot be moved")]
    [InlineData("53 75 04 90 90 90 90 C3", "Jne, which cannot be moved")]
    [InlineData("53 C3 90 90 90 90", "Ret, which cannot be moved")]
    [InlineData(Frame + "75 FC C3", "jumps back into its first 6 bytes")] // jne to its fifth byte
    [InlineData(Frame + "EB F8", "jumps back into its first 6 bytes")] // jmp to its first
    [InlineData(Frame + "75 01 C3 EB F9", "jumps back into its first 6 bytes")] // behind a return, where only a branch leads
    [InlineData(Frame + "48 8D 05 F4 FF FF FF C3", "jumps back into its first 6 bytes")] // lea rax of its second byte
    public void What_does_not_is_refused(string code, string says)
    {
        Action measure = () => Measure(code);
        measure.Should().Throw<DetourRefusedException>().Which.Message.Should().Contain(says);
    }

    private static int Measure(string code)
    {
        byte[] bytes = Convert.FromHexString(code.Replace(" ", "", StringComparison.Ordinal));
        nint body = (nint)NativeMemory.Alloc((nuint)bytes.Length);
        try
        {
            bytes.CopyTo(new Span<byte>((void*)body, bytes.Length));
            return PrologueDecoder.Measure(body, bytes.Length, DetourEngine.JumpLength);
        }
        finally
        {
            NativeMemory.Free((void*)body);
        }
    }
}

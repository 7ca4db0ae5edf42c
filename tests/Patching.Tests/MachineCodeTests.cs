using System.Reflection;
using System.Runtime.CompilerServices;
using FluentAssertions;
using Iced.Intel;
using Microsoft.Win32.SafeHandles;
using Shim.Patching;
using Shim.Patching.Detours;

namespace Patching.Tests;

/// <summary>Trap: hand-assembled bytes. A disassembler must read what the comments say.</summary>
public class MachineCodeTests
{
    [Fact]
    public void The_jit_guard_is_what_its_listing_says()
    {
        var code = JitGuardCode.Assemble(0x1000);
        code.Should().HaveCount(JitGuardCode.Length);
        Disassemble(code, 0x10000).Should().Equal(
            "mov rax,[rdx]",
            "mov r10,[11008h]",
            "lea r11,[11040h]",
            "dec r10",
            "js 1004Dh",
            "cmp rax,[r11+r10*8]",
            "jne 10011h",
            "lock inc qword ptr [11010h]",
            "push rdi",
            "push rsi",
            "push rdx",
            "push rcx",
            "push r8",
            "push r9",
            "sub rsp,8",
            "mov rdi,rsi",
            "mov rsi,rax",
            "mov edx,8",
            "mov rax,[rdi]",
            "call qword ptr [rax+18h]",
            "add rsp,8",
            "pop r9",
            "pop r8",
            "pop rcx",
            "pop rdx",
            "pop rsi",
            "pop rdi",
            "jmp qword ptr [11000h]");
    }

    [Fact]
    public void The_counter_saves_what_it_uses() =>
        Disassemble(CounterProbe.Assemble(0x10000, unchecked((nint)0x1122334455667788), 0x20000), 0x10000).Should().Equal(
            "pushfq",
            "push rax",
            "mov rax,1122334455667788h",
            "lock inc qword ptr [rax]",
            "pop rax",
            "popfq",
            "jmp 20000h");

    [Fact]
    public void A_jump_that_does_not_reach_its_target_is_refused()
    {
        const long At = 0x1_0000_0000;
        const long Next = At + 5;
        Jump(At, Next + int.MaxValue).Should().Equal("jmp 180000004h");
        Jump(At, Next + int.MinValue).Should().Equal("jmp 80000005h");
        FluentActions.Invoking(() => Jump(At, Next + int.MaxValue + 1)).Should().Throw<DetourRefusedException>();
        FluentActions.Invoking(() => Jump(At, Next + int.MinValue - 1)).Should().Throw<DetourRefusedException>();
    }

    private static List<string> Jump(long at, long target)
    {
        var code = new byte[5];
        Trampoline.WriteJump(code, (nint)at, (nint)target);
        return Disassemble(code, (ulong)at);
    }

    [Fact]
    public void Prologues_measured_without_a_disassembler_are_measured_right()
    {
        var plain = 0;
        var code = new byte[48];
        using var memory = File.OpenHandle("/proc/self/mem");
        foreach (var type in typeof(object).Assembly.GetTypes().Where(static t => !t.IsGenericType).Take(1500))
        {
            foreach (var method in type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly))
            {
                if (TargetRules.Refusal(method) is not null || method.GetMethodBody() is null)
                {
                    continue;
                }

                var body = Body(method);
                if (body == 0 || !TryRead(memory, body, code))
                {
                    continue;
                }

                var length = Prologue.Measure(code.AsSpan(0, 32), DetourEngine.JumpLength);
                if (length > 0)
                {
                    plain++;
                    Boundary(code, length).Should().BeTrue("{0}.{1} would be cut inside an instruction", type, method.Name);
                }
            }
        }

        plain.Should().BeGreaterThan(1000);
    }

    private static readonly NativeEntry s_entries = new(RuntimeGate.Open().Layout);

    private static nint Body(MethodBase method)
    {
        var entry = method.MethodHandle.GetFunctionPointer();
        RuntimeHelpers.PrepareMethod(method.MethodHandle);
        return s_entries.Walk(entry, static _ => false);
    }

    // Asked of the kernel, not dereferenced: the last method of an image may end where its mapping does, and other tests compile and unload beside this one.
    private static bool TryRead(SafeFileHandle memory, nint body, byte[] code)
    {
        try
        {
            return RandomAccess.Read(memory, code, body) == code.Length;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static bool Boundary(byte[] code, int length)
    {
        var decoder = Decoder.Create(64, new ByteArrayCodeReader(code));
        decoder.IP = 0;
        while (decoder.IP < (ulong)length)
        {
            decoder.Decode(out var instruction);
            if (instruction.FlowControl != FlowControl.Next || instruction.IsIPRelativeMemoryOperand)
            {
                return false;
            }
        }

        return decoder.IP == (ulong)length;
    }

    private static List<string> Disassemble(byte[] code, ulong at)
    {
        var decoder = Decoder.Create(64, new ByteArrayCodeReader(code));
        decoder.IP = at;
        var formatter = new MasmFormatter();
        formatter.Options.RipRelativeAddresses = false;
        formatter.Options.BranchLeadingZeros = false;
        formatter.Options.ShowBranchSize = false;
        var lines = new List<string>();
        while (decoder.IP < at + (ulong)code.Length)
        {
            decoder.Decode(out var instruction);
            var output = new StringOutput();
            formatter.Format(instruction, output);
            lines.Add(output.ToStringAndReset());
        }

        return lines;
    }
}

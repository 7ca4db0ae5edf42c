using FluentAssertions;
using Iced.Intel;
using Shim.Green.Switching;
using Xunit;

namespace Green.Tests;

/// <summary>The bytes of <see cref="SwitchCode"/> mean what their listing says.</summary>
public sealed class SwitchCodeTests
{
    private const ulong Handler = 0x1111_2222_3333_4444;
    private const ulong RealSyscall = 0x5555_6666_7777_8888;

    [Fact]
    public unsafe void Switch_saves_what_the_abi_says_and_exchanges_stack_and_tls()
    {
        Listing((nint)Code().Switch).Should().Equal(
            "push rbp", "push rbx", "push r12", "push r13", "push r14", "push r15",
            "mov [rdi],rsp", "mov r8,[rdi+30h]", "mov [rsi+30h],r8", "mov rax,[rsi+8]", "wrfsbase rax", "mov rsp,[rsi]",
            "pop r15", "pop r14", "pop r13", "pop r12", "pop rbx", "pop rbp", "ret");
    }

    [Fact]
    public unsafe void Without_fsgsbase_the_kernel_exchanges_the_tls()
    {
        Listing((nint)Code(hasFsGsBase: false).Switch).Should().Equal(
            "push rbp", "push rbx", "push r12", "push r13", "push r14", "push r15",
            "mov [rdi],rsp", "mov r8,[rdi+30h]", "mov [rsi+30h],r8", "mov rbx,rsi", "mov rsi,[rsi+8]", "mov edi,1002h", "mov eax,9Eh", "syscall",
            "mov rsp,[rbx]", "pop r15", "pop r14", "pop r13", "pop r12", "pop rbx", "pop rbp", "ret");
    }

    [Fact]
    public unsafe void Enlist_parks_on_its_side_stack_and_comes_home_by_the_same_frame()
    {
        Listing((nint)Code().Enlist).Should().ContainInOrder(
            "mov eax,0Eh", "syscall", "mov [rbx],rsp", "mov rsp,[rbx+10h]", "mov dword ptr [rbx+18h],1", "cmp dword ptr [rbx+1Ch],0",
            "mov eax,0CAh", "syscall", "mov rsp,[rbx]", "mov eax,0Eh", "syscall", "pop r15", "pop rbp", "ret");
    }

    [Fact]
    public void Gettid_is_answered_with_the_green_threads_own_id_and_all_else_passes()
    {
        Listing((nint)Code().Syscall).Should().ContainInOrder(
            "cmp rdi,0BAh", "mov rax,fs:[280h]", "test rax,rax", "mov eax,[rax+20h]", "ret", "mov rax,5555666677778888h", "jmp rax");
    }

    [Fact]
    public void Activation_runs_the_handler_and_a_sleeping_thread_passes_the_signal_on()
    {
        Listing((nint)Code().Activation).Should().ContainInOrder(
            "mov rax,fs:[280h]", "cmp dword ptr [rax+18h],0", "mov eax,0BAh", "syscall", "mov r15d,eax", "mov rax,1111222233334444h", "call rax",
            "cmp r15d,[rbx+20h]", "mov rbx,[rbx+30h]", "mov eax,27h", "syscall", "mov esi,[rbx]", "mov edx,r12d", "mov eax,0EAh", "syscall", "ret");
    }

    private static SwitchCode Code(bool hasFsGsBase = true) => SwitchCode.Map(RealSyscall, Handler, hasFsGsBase)!;

    private static unsafe List<string> Listing(nint at)
    {
        Decoder decoder = Decoder.Create(64, new ReadOnlySpan<byte>((void*)at, 256).ToArray(), (ulong)at);
        MasmFormatter formatter = new();
        formatter.Options.SpaceAfterOperandSeparator = false;
        List<string> lines = [];
        Instruction instruction;
        do
        {
            instruction = decoder.Decode();
            StringOutput output = new();
            formatter.Format(in instruction, output);
            lines.Add(output.ToStringAndReset());
        }
        while (!(instruction.Mnemonic == Mnemonic.Ret && decoder.IP > (ulong)at + 32) && instruction.Mnemonic != Mnemonic.Jmp | instruction.IsJmpShort);
        return lines;
    }
}

using System.Globalization;
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
    private const ulong CredentialsHandler = 0x1212_3434_5656_7878;
    private const int LibcTls = 0x98;

    [Fact]
    public unsafe void Switch_saves_what_the_abi_says_and_exchanges_stack_and_tls()
    {
        Listing((nint)Code().ByFsBase.Switch, rets: 2).Should().Equal(
            "mov rdx,[rsp]", "push rbp", "push rbx", "push r12", "push r13", "push r14", "push r15",
            "mov [rdi],rsp", "mov r8,[rdi+30h]", "mov [rsi+30h],r8", "mov rax,[rsi+8]", "mov rsp,[rsi]",
            "pop r15", "pop r14", "pop r13", "pop r12", "pop rbx", "pop rbp",
            "cmp rdx,[rsp]", "jne +6", "wrfsbase rax", "ret", "pop rcx", "wrfsbase rax", "jmp rcx");
    }

    [Fact]
    public unsafe void Without_fsgsbase_the_kernel_exchanges_the_tls()
    {
        Listing((nint)Code(hasFsGsBase: false).ByFsBase.Switch).Should().Equal(
            "push rbp", "push rbx", "push r12", "push r13", "push r14", "push r15",
            "mov [rdi],rsp", "mov r8,[rdi+30h]", "mov [rsi+30h],r8", "mov rbx,rsi", "mov rsi,[rsi+8]", "mov edi,1002h", "mov eax,9Eh", "syscall",
            "mov rsp,[rbx]", "pop r15", "pop r14", "pop r13", "pop r12", "pop rbx", "pop rbp", "ret");
    }

    [Fact]
    public unsafe void Enlist_parks_on_its_side_stack_and_comes_home_by_the_same_frame()
    {
        Listing((nint)Code().ByFsBase.Enlist).Should().ContainInOrder(
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

    [Fact]
    public unsafe void An_exchange_saves_what_is_in_the_block_loads_the_others_and_tells_the_block_whose_it_is()
    {
        List<string> lines = Listing((nint)Code().ByExchange!.Switch);
        lines.Should().StartWith(["push rbp", "push rbx", "push r12", "push r13", "push r14", "push r15", "mov [rdi],rsp", "mov r8,[rdi+30h]", "mov [rsi+30h],r8"]);
        lines.Should().EndWith(["mov [rax+280h],rsi", "mov rsp,[rsi]", "pop r15", "pop r14", "pop r13", "pop r12", "pop rbx", "pop rbp", "ret"]);
        (List<string> save, List<string> load) = SaveAndLoad(lines);

        save.Should().ContainInOrder(
            "mov rax,fs:[0]", "mov rcx,[rax+8]", "cmp rcx,[rdi+40h]", "mov [rdi+40h],rcx", "mov rdx,[rdi+8]", "mov [rdx+8],rcx", "movzx ecx,byte ptr [rax+610h]", "mov [rdi+48h],cl");
        save.Should().ContainInOrder(
            "lea rcx,[rax+2E0h]", "mov rdx,[rcx]", "cmp rdx,rcx", "mov r8,[rdi+8]", "add r8,2E0h", "cmp r8,rcx", "mov r9,[rcx-8]", "mov r10,[r8]", "mov [r9],r10",
            "and r10,0FFFFFFFFFFFFFFFEh", "mov [r10-8],r9", "mov [r8],rdx", "and rdx,0FFFFFFFFFFFFFFFEh", "mov [rdx-8],r8", "mov [rcx],rcx", "mov [rcx-8],rcx");
        load.Should().StartWith(
        [
            "mov rax,fs:[0]", "mov rcx,[rsi+40h]", "mov [rax+8],rcx", "mov ecx,[rsi+20h]", "mov [rax+2D0h],ecx", "mov cl,[rsi+48h]", "mov [rax+610h],cl",
            "mov rcx,[rsi+50h]", "mov [rax+690h],rcx", "mov rcx,[rsi+58h]", "mov [rax+698h],rcx",
        ]);
    }

    [Fact]
    public unsafe void An_exchange_leaves_alone_which_stack_a_thread_has_where_that_was_not_verified()
    {
        (_, List<string> load) = SaveAndLoad(Listing((nint)Code(hasStack: false).ByExchange!.Switch));

        load.Should().NotContain(l => l.Contains("[rax+690h]") || l.Contains("[rax+698h]"));
    }

    [Fact]
    public unsafe void An_exchange_copies_each_byte_of_what_it_copies_once_in_and_once_out()
    {
        // Without the stack, which is only ever loaded: it never changes.
        (List<string> save, List<string> load) = SaveAndLoad(Listing((nint)Code(hasStack: false).ByExchange!.Switch));
        HashSet<int> expected = [.. Enumerable.Range(-LibcTls, LibcTls), .. Enumerable.Range(0x310, 32 * 16), .. Enumerable.Range(0x518, 31 * 8)];

        Dictionary<int, int> saved = Copies(save, "rax", "rdi");
        Dictionary<int, int> loaded = Copies(load, "rsi", "rax");

        saved.Keys.Should().BeEquivalentTo(expected);
        saved.Values.Should().OnlyHaveUniqueItems().And.OnlyContain(offset => offset >= 0x60 && offset < Code().ByExchange!.ContextSize);
        loaded.Should().HaveCount(saved.Count);
        loaded.Should().OnlyContain(copy => saved[copy.Value] == copy.Key);
    }

    [Fact]
    public unsafe void An_exchange_looks_at_all_keys_that_it_does_not_always_copy_and_leaves_them_empty()
    {
        (List<string> save, _) = SaveAndLoad(Listing((nint)Code().ByExchange!.Switch));
        int test = save.IndexOf("vptest ymm0,ymm0");
        HashSet<int> looked = [.. save.Take(test).Where(l => l.StartsWith("vpor ymm0,ymm0,", StringComparison.Ordinal)).SelectMany(l => Enumerable.Range(Offset(l, "rax"), 32))];
        looked.UnionWith(Enumerable.Range(Offset(save.Take(test).Last(l => l.StartsWith("vmovups ymm0,[rax", StringComparison.Ordinal)), "rax"), 32));
        HashSet<int> rest = [.. Enumerable.Range(0x410, 16 * 16), .. Enumerable.Range(0x518, 31 * 8)];

        looked.Should().BeEquivalentTo(rest);
        save.Skip(test).Where(l => l.StartsWith("mov [rax", StringComparison.Ordinal)).SelectMany(l => Enumerable.Range(Offset(l, "rax"), 8)).Should().BeEquivalentTo(rest);
    }

    [Fact]
    public void Credentials_are_changed_under_the_carriers_own_block()
    {
        Listing((nint)Code().Credentials).Should().ContainInOrder(
            "mov rax,fs:[280h]", "cmp dword ptr [rax+18h],0", "mov rcx,[rax+30h]", "mov rcx,[rcx+28h]", "cmp rcx,fs:[0]", "mov r15,rcx", "mov eax,0BAh", "syscall",
            "cmp eax,[rbx+20h]", "mov edi,1002h", "mov rsi,r15", "mov eax,9Eh", "syscall", "mov rax,1212343456567878h", "call rax",
            "mov edi,1002h", "mov rsi,[rbx+8]", "mov eax,9Eh", "syscall", "ret");
        Listing((nint)Code().Credentials, rets: 2).Should().ContainInOrder(
            "test byte ptr fs:[308h],40h", "mov eax,27h", "syscall", "mov edi,eax", "mov rax,[rbx+30h]", "mov esi,[rax]", "mov edx,r12d", "mov eax,0EAh", "syscall",
            "mov rax,1212343456567878h", "jmp rax");
    }

    private static SwitchCode Code(bool hasFsGsBase = true, bool hasStack = true) =>
        SwitchCode.Map(RealSyscall, Handler, CredentialsHandler, hasFsGsBase, new TlsExchange(-LibcTls, LibcTls, hasStack))!;

    private static (List<string> Save, List<string> Load) SaveAndLoad(List<string> switching)
    {
        nint[] calls = [.. switching.Where(l => l.StartsWith("call ", StringComparison.Ordinal)).Select(l => nint.Parse(l[5..^1], NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
        calls.Should().HaveCount(2);
        return (Listing(calls[0], rets: 2), Listing(calls[1], rets: 2));
    }

    // Each byte's offset in the source, and where it goes.
    private static Dictionary<int, int> Copies(List<string> lines, string source, string destination)
    {
        Dictionary<int, int> copies = [];
        for (int i = 0; i + 1 < lines.Count; i++)
        {
            int width = lines[i].StartsWith($"vmovups ymm0,[{source}", StringComparison.Ordinal) ? 32 : lines[i].StartsWith($"mov rcx,[{source}", StringComparison.Ordinal) ? 8 : 0;
            if (width == 0 || lines[i + 1] == "mov [rax+8],rcx" || !(lines[i + 1].StartsWith($"vmovups [{destination}", StringComparison.Ordinal) || lines[i + 1].StartsWith($"mov [{destination}", StringComparison.Ordinal)))
            {
                continue;
            }

            for (int b = 0; b < width; b++)
            {
                copies.Add(Offset(lines[i], source) + b, Offset(lines[i + 1], destination) + b);
            }
        }

        return copies;
    }

    // The displacement in [register+...h].
    private static int Offset(string line, string register)
    {
        string text = line[(line.IndexOf('[', StringComparison.Ordinal) + 1 + register.Length)..line.IndexOf(']', StringComparison.Ordinal)];
        bool isHex = text.EndsWith('h');
        int value = int.Parse(text[1..].TrimEnd('h'), isHex ? NumberStyles.HexNumber : NumberStyles.None, CultureInfo.InvariantCulture);
        return text[0] == '-' ? -value : value;
    }

    private static unsafe List<string> Listing(nint at, int rets = 1)
    {
        Decoder decoder = Decoder.Create(64, new ReadOnlySpan<byte>((void*)at, (int)Math.Min(1536, 4096 - (at & 4095))).ToArray(), (ulong)at);
        MasmFormatter formatter = new();
        formatter.Options.SpaceAfterOperandSeparator = false;
        List<string> lines = [];
        Instruction instruction;
        do
        {
            instruction = decoder.Decode();
            StringOutput output = new();
            formatter.Format(in instruction, output);
            string line = output.ToStringAndReset();
            // By how far, not to where: wherever the code lies.
            lines.Add(instruction.Mnemonic == Mnemonic.Jne ? $"jne +{instruction.NearBranchTarget - decoder.IP}" : line);
            rets -= instruction.Mnemonic == Mnemonic.Ret && decoder.IP > (ulong)at + 32 ? 1 : 0;
        }
        while (rets > 0 && instruction.Mnemonic != Mnemonic.Jmp | instruction.IsJmpShort);
        return lines;
    }
}

using Iced.Intel;

namespace Shim.Patching.Detours;

/// <summary>
/// Decides with a full decoder whether the first instructions of a body may be moved. Strict on purpose: what is refused is one method that cannot
/// be called through a trampoline, what is let through wrongly is a crash.
/// <para>a. No branch, call or return among them, and nothing relative to RIP.</para>
/// <para>b. No access to memory but the stack: a null reference there would fault at an address the runtime does not know as managed code.</para>
/// <para>c. No branch of the body leads into them, which needs a walk over everything that can be reached.</para>
/// </summary>
internal static unsafe class PrologueDecoder
{
    private const int MaxBody = 64 * 1024;

    /// <param name="body">Where the body begins.</param>
    /// <param name="available">How many bytes from <paramref name="body"/> on are readable.</param>
    /// <param name="minimum">How many bytes will be overwritten.</param>
    /// <returns>The number of bytes to move.</returns>
    internal static int Measure(nint body, int available, int minimum)
    {
        var length = MeasureWindow(body, available, minimum);
        CheckBranches(body, Math.Min(available, MaxBody), length);
        return length;
    }

    private static int MeasureWindow(nint body, int available, int minimum)
    {
        var decoder = DecoderAt(body, body, available);
        var length = 0;
        var hasFrame = false;
        while (length < minimum)
        {
            decoder.Decode(out var instruction);
            if (instruction.IsInvalid || instruction.FlowControl != FlowControl.Next)
            {
                throw new DetourRefusedException($"its first {minimum} bytes hold {instruction.Mnemonic}, which cannot be moved");
            }

            if (instruction.IsIPRelativeMemoryOperand)
            {
                throw new DetourRefusedException($"its first {minimum} bytes refer to an address relative to themselves and cannot be moved");
            }

            if (TouchesHeap(instruction, hasFrame))
            {
                throw new DetourRefusedException($"its first {minimum} bytes read or write memory that may be null; a fault there could not be attributed");
            }

            hasFrame = SetsFrame(instruction) || (hasFrame && !MayWriteRbp(instruction));
            length += instruction.Length;
        }

        return length;
    }

    // mov rbp,rsp, or lea rbp,[rsp+n]: until then RBP is a register as any other.
    private static bool SetsFrame(in Instruction instruction) =>
        instruction.Op0Kind == OpKind.Register && instruction.Op0Register == Register.RBP
        && ((instruction.Mnemonic == Mnemonic.Mov && instruction.Op1Kind == OpKind.Register && instruction.Op1Register == Register.RSP)
            || (instruction.Mnemonic == Mnemonic.Lea && instruction.MemoryBase == Register.RSP && instruction.MemoryIndex == Register.None));

    private static bool MayWriteRbp(in Instruction instruction) =>
        instruction.Mnemonic != Mnemonic.Push && instruction.Op0Kind == OpKind.Register && instruction.Op0Register is (Register.RBP or Register.EBP or Register.BP);

    private static bool TouchesHeap(in Instruction instruction, bool hasFrame)
    {
        if (instruction.Mnemonic is Mnemonic.Lea or Mnemonic.Nop)
        {
            return false;
        }

        for (var i = 0; i < instruction.OpCount; i++)
        {
            if (instruction.GetOpKind(i) == OpKind.Memory && instruction.MemoryBase != Register.RSP && !(hasFrame && instruction.MemoryBase == Register.RBP))
            {
                return true;
            }
        }

        return false;
    }

    // Breadth-first over reachable code. A target inside the window (but not at its start: nobody knows that address) makes it immovable;
    // so does a "lea reg,[rip+..]" to it, which is how a catch block names the place where the method goes on.
    private static void CheckBranches(nint body, int available, int window)
    {
        var seen = new HashSet<ulong>();
        var open = new Stack<ulong>();
        open.Push((ulong)body);
        while (open.TryPop(out var start))
        {
            var decoder = DecoderAt(body, (nint)start, available - (int)((nint)start - body));
            while (seen.Add(decoder.IP))
            {
                decoder.Decode(out var instruction);
                if (instruction.IsInvalid)
                {
                    break;
                }

                if (BranchTarget(instruction) is var target && target != 0)
                {
                    var offset = (long)target - body;
                    if (offset >= 0 && offset < window && !(offset == 0 && instruction.FlowControl == FlowControl.Call))
                    {
                        throw new DetourRefusedException($"its body jumps back into its first {window} bytes, which therefore cannot be moved");
                    }

                    if (instruction.FlowControl is FlowControl.ConditionalBranch or FlowControl.UnconditionalBranch && offset > 0 && offset < available)
                    {
                        open.Push(target);
                    }
                }

                if (instruction.FlowControl is FlowControl.UnconditionalBranch or FlowControl.Return or FlowControl.IndirectBranch or FlowControl.Interrupt)
                {
                    break;
                }
            }
        }
    }

    private static ulong BranchTarget(in Instruction instruction) => instruction.FlowControl switch
    {
        FlowControl.ConditionalBranch or FlowControl.UnconditionalBranch or FlowControl.Call => instruction.NearBranchTarget,
        _ when instruction.Mnemonic == Mnemonic.Lea && instruction.IsIPRelativeMemoryOperand => instruction.IPRelativeMemoryAddress,
        _ => 0,
    };

    private static Decoder DecoderAt(nint body, nint start, int available)
    {
        _ = body;
        var decoder = Decoder.Create(64, new CodeReaderAt(start, available));
        decoder.IP = (ulong)start;
        return decoder;
    }

    private sealed class CodeReaderAt(nint start, int available) : CodeReader
    {
        private int _position;

        public override int ReadByte() => _position < available ? *(byte*)(start + _position++) : -1;
    }
}

using System.Reflection;
using System.Runtime.InteropServices;

namespace Shim.Patching.Detours;

/// <summary>
/// Counts the calls of a method and lets them go on: machine code that leaves every register and flag as it was, so it fits any signature.
/// It proves that calls of a public API come by a patch point, whoever compiled the caller.
/// </summary>
internal sealed unsafe class CounterProbe
{
    // pushfq / push rax / mov rax,counter / lock inc qword [rax] / pop rax / popfq / jmp original
    private const int CounterAt = 4;
    private const int JumpAt = 18;
    private const int Length = JumpAt + 5;
    private const int BlindLength = 17;

    private readonly long* _count;

    private CounterProbe(Detour detour, long* count)
    {
        Detour = detour;
        _count = count;
    }

    internal Detour Detour { get; }

    internal long Count => Volatile.Read(ref *_count);

    /// <exception cref="DetourRefusedException">The method cannot be patched, or not called through a trampoline.</exception>
    internal static CounterProbe Prepare(DetourEngine engine, MethodBase target)
    {
        var detour = engine.Prepare(target, needsOriginal: true);

        // Never freed: a thread may be inside the stub for as long as the process lives.
        var count = (long*)NativeMemory.AllocZeroed(sizeof(long));
        SetDestination(engine, detour, Length, address => Assemble(address, (nint)count, detour.Original));
        return new CounterProbe(detour, count);
    }

    /// <summary>
    /// For a method that cannot be called through a trampoline: counts and returns 0. Only for one that returns a number which nobody relies on.
    /// </summary>
    /// <exception cref="DetourRefusedException">The method cannot be patched.</exception>
    internal static CounterProbe PrepareBlind(DetourEngine engine, MethodBase target)
    {
        var detour = engine.Prepare(target, needsOriginal: false);
        var count = (long*)NativeMemory.AllocZeroed(sizeof(long));
        SetDestination(engine, detour, BlindLength, _ => AssembleBlind((nint)count));
        return new CounterProbe(detour, count);
    }

    private static void SetDestination(DetourEngine engine, Detour detour, int length, Func<nint, byte[]> assemble)
    {
        try
        {
            engine.SetDestination(detour, engine.AddCode(detour.Body, length, assemble));
        }
        catch
        {
            // No room, or none within reach of the trampoline: the method is free for another attempt.
            engine.Discard(detour);
            throw;
        }
    }

    // mov rax,counter / lock inc qword [rax] / xor eax,eax / ret
    private static byte[] AssembleBlind(nint counter)
    {
        byte[] code = [0x48, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0xF0, 0x48, 0xFF, 0x00, 0x31, 0xC0, 0xC3];
        BitConverter.TryWriteBytes(code.AsSpan(2), (long)counter);
        return code;
    }

    internal static byte[] Assemble(nint address, nint counter, nint original)
    {
        byte[] code =
        [
            0x9C,
            0x50,
            0x48, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0,
            0xF0, 0x48, 0xFF, 0x00,
            0x58,
            0x9D,
            0, 0, 0, 0, 0,
        ];
        BitConverter.TryWriteBytes(code.AsSpan(CounterAt), (long)counter);
        Trampoline.WriteJump(code.AsSpan(JumpAt), address + JumpAt, original);
        return code;
    }
}

using System.Reflection;
using Shim.Green.Maps;

namespace Shim.Patching.Detours;

/// <summary>
/// The way to call a patched method's own body: its first instructions, moved to the arena, then a jump to the rest. It has no frame of its own,
/// so no stack walk ever meets it, and return addresses lie in the body as always.
/// </summary>
internal static unsafe class Trampoline
{
    private const int JumpLength = 5;

    /// <summary>A body shorter than this many readable bytes does not exist; longer moves than this never happen.</summary>
    internal const int MaxWindow = 32;

    /// <exception cref="DetourRefusedException">The start of the body cannot be moved.</exception>
    internal static nint Make(nint body, int minimum, NearArena arena, ProcessMaps maps)
    {
        var available = maps.TryFind(body, out var region) ? (int)Math.Min(region.End - body, int.MaxValue) : 0;
        if (available < MaxWindow)
        {
            throw new DetourRefusedException($"its code at {body:x} is cut off by the end of a mapping");
        }

        var window = Prologue.Measure(new ReadOnlySpan<byte>((void*)body, MaxWindow), minimum);
        if (window == 0)
        {
            window = Decode(body, available, minimum);
        }

        var length = window + JumpLength;
        var address = arena.TakeCode(body, length);
        Span<byte> code = stackalloc byte[length];
        new ReadOnlySpan<byte>((void*)body, window).CopyTo(code);
        WriteJump(code[window..], address + window, body + window);
        arena.Write(address, code);
        return address;
    }

    private static int Decode(nint body, int available, int minimum)
    {
        try
        {
            return PrologueDecoder.Measure(body, available, minimum);
        }
        catch (Exception e) when (e is FileNotFoundException or FileLoadException)
        {
            throw new DetourRefusedException($"its first instructions need a disassembler, and {WhatIsAmiss()}");
        }
    }

    // An application that has one itself keeps its own, whatever its version.
    private static string WhatIsAmiss()
    {
        try
        {
            return $"the Iced.dll of this application is of version {Assembly.Load("Iced").GetName().Version}, which Shim.Patching.dll cannot use";
        }
        catch (Exception)
        {
            return "Iced.dll is not next to Shim.Patching.dll";
        }
    }

    /// <summary>jmp rel32. What the arena gave for a body is within reach of that, but two blocks may be on either side of it and too far apart.</summary>
    /// <exception cref="DetourRefusedException">The target is out of reach.</exception>
    internal static void WriteJump(Span<byte> code, nint at, nint target)
    {
        var displacement = (long)target - (at + JumpLength);
        if (displacement != (int)displacement)
        {
            throw new DetourRefusedException($"a jump from {at:x} cannot reach {target:x}");
        }

        code[0] = 0xE9;
        BitConverter.TryWriteBytes(code[1..], (int)displacement);
    }
}

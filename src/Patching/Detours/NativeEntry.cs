using System.Reflection;
using System.Runtime.CompilerServices;

namespace Shim.Patching.Detours;

/// <summary>
/// Finds the machine code that runs when a method is called: from the method's stable entry, through the runtime's stubs, to the body.
/// <para>a. A stub that leads into the runtime means "not compiled yet". PrepareMethod alone does not compile a virtual method that was
/// never called; asking for its function pointer first makes it do so.</para>
/// <para>b. The runtime's stubs and our own patch begin with the same two bytes (FF 25). Stubs are matched as a whole, against the patterns the
/// runtime publishes, and the walk stops at addresses that we patched.</para>
/// <para>c. A body that merely starts with a jump is a body (a tail call): an unknown jump is never followed.</para>
/// </summary>
internal sealed unsafe class NativeEntry(RuntimeLayout layout)
{
    private const int MaxSteps = 16;

    /// <summary>Compiles the method if need be. Returns the address of its active body.</summary>
    /// <param name="method">Not generic, with a body.</param>
    /// <param name="isPatched">Says whether a patch of ours begins at an address.</param>
    /// <exception cref="DetourRefusedException">The method has no body that can be found.</exception>
    internal nint Find(MethodBase method, Func<nint, bool> isPatched)
    {
        var entry = method.MethodHandle.GetFunctionPointer();
        for (var attempt = 0; attempt < 3; attempt++)
        {
            if (Walk(entry, isPatched) is var body && body != 0)
            {
                return body;
            }

            RuntimeHelpers.PrepareMethod(method.MethodHandle);
        }

        throw new DetourRefusedException("the runtime did not compile it when asked to");
    }

    /// <summary>Follows stubs from <paramref name="code"/>. 0 means that the method has no body yet.</summary>
    internal nint Walk(nint code, Func<nint, bool> isPatched)
    {
        for (var step = 0; step < MaxSteps; step++)
        {
            if (isPatched(code))
            {
                return code;
            }

            if (layout.FixupPattern.Matches(code))
            {
                var target = *(nint*)(code + layout.StubPageSize + Runtime10.FixupDataTarget);
                if (target == code + layout.FixupSecondHalf)
                {
                    return 0;
                }

                code = target;
            }
            else if (IsSecondHalf(code))
            {
                return 0;
            }
            else if (layout.StubPattern.Matches(code))
            {
                code = *(nint*)(code + layout.StubPageSize + Runtime10.StubDataTarget);
            }
            else if (IsCallCounting(code))
            {
                var jump = code + Runtime10.CallCountingJumpOffset;
                code = *(nint*)(jump + 6 + *(int*)(jump + 2));
            }
            else if (IsAbsoluteJump(code))
            {
                code = *(nint*)(code + 2);
            }
            else
            {
                return code;
            }
        }

        throw new DetourRefusedException("its entry is a chain of stubs without an end");
    }

    // A stub never begins on the page before, which need not be mapped.
    private bool IsSecondHalf(nint code) =>
        (int)(code & (layout.StubPageSize - 1)) >= layout.FixupSecondHalf && layout.FixupPattern.Matches(code - layout.FixupSecondHalf);

    // mov rax,[rip+d] / dec word [rax] / je +6 / jmp [rip+d]
    private static bool IsCallCounting(nint code)
    {
        var bytes = new ReadOnlySpan<byte>((void*)code, Runtime10.CallCountingJumpOffset + 2);
        return bytes.StartsWith((ReadOnlySpan<byte>)[0x48, 0x8B, 0x05]) && bytes[7..].SequenceEqual((ReadOnlySpan<byte>)[0x66, 0xFF, 0x08, 0x74, 0x06, 0xFF, 0x25]);
    }

    // mov rax,imm64 / jmp rax: the runtime's jump stub.
    private static bool IsAbsoluteJump(nint code) => *(ushort*)code == 0xB848 && *(ushort*)(code + 10) == 0xE0FF;
}

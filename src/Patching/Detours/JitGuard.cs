using Shim.Patching.Interop;

namespace Shim.Patching.Detours;

/// <summary>
/// Keeps the runtime from replacing a patched body by a better one. Tiered compilation compiles a method again after 30 calls and moves
/// its entry to the new body, past the patch. For a listed method the hook tells the runtime, in the JIT's name, that the JIT fell back to minimal
/// optimization; the runtime then throws the new body away and keeps the old one for good. Nothing fails, nothing is thrown, and a first
/// compilation or an on-stack replacement of a listed method works as ever. Cost: one compilation in vain per method.
/// <para>Installed by one store: the JIT object, which is ordinary data, gets a private copy of its vtable. Never removed, because a thread may be inside.</para>
/// </summary>
internal sealed unsafe class JitGuard
{
    private const int PageSize = 4096;
    private const int DataSize = 4 * PageSize;

    /// <summary>Around two thousand methods; the table is scanned once per compiled method, which costs a nanosecond or two per entry.</summary>
    internal const int Capacity = (DataSize - JitGuardCode.TableOffset) / 8;

    private readonly nint _data;

    private JitGuard(nint data) => _data = data;

    /// <summary>How many compilations of listed methods were declared void so far.</summary>
    internal long Hits => Volatile.Read(ref *(long*)(_data + JitGuardCode.HitsOffset));

    private ref long Count => ref *(long*)(_data + JitGuardCode.CountOffset);

    private nint* Table => (nint*)(_data + JitGuardCode.TableOffset);

    internal static JitGuard Install(nint jit)
    {
        var memory = Libc.Mmap(0, PageSize + DataSize, Libc.ProtRead | Libc.ProtWrite, Libc.MapPrivate | Libc.MapAnonymous, -1, 0);
        if (memory is < 0 and >= -4095)
        {
            throw new DetourRefusedException($"there is no memory for the JIT guard (errno {-memory})");
        }

        var original = *(nint**)jit;
        var data = memory + PageSize;
        *(nint*)(data + JitGuardCode.RealOffset) = original[Runtime10.JitCompileMethodSlot];
        JitGuardCode.Assemble(PageSize).AsSpan().CopyTo(new Span<byte>((void*)memory, PageSize));
        if (Libc.Mprotect(memory, PageSize, Libc.ProtRead | Libc.ProtExec) is var error && error < 0)
        {
            _ = Libc.Munmap(memory, PageSize + DataSize);
            throw new DetourRefusedException($"the kernel does not let the JIT guard be made executable (errno {-error})");
        }

        // The two words before a C++ vtable (offset to top, type information) belong to it.
        var copy = (nint*)System.Runtime.InteropServices.NativeMemory.Alloc((Runtime10.JitSlotCount + 2) * (nuint)sizeof(nint));
        for (var i = -2; i < Runtime10.JitSlotCount; i++)
        {
            copy[i + 2] = original[i];
        }

        // Made before the hook is there: of one that nobody keeps, another engine would make a chain.
        JitGuard guard = new(data);
        copy[2 + Runtime10.JitCompileMethodSlot] = memory;
        Volatile.Write(ref *(nint*)jit, (nint)(copy + 2));
        return guard;
    }

    /// <summary>From the return of this call on, no new body of the method is activated, except one whose compilation has begun before.</summary>
    internal void Add(nint methodDesc)
    {
        // The hook reads without a lock: the entry must be there before the count says so. Slots of removed methods are taken again.
        var count = (int)Count;
        for (var i = 0; i < count; i++)
        {
            if (Table[i] == 0)
            {
                Volatile.Write(ref Table[i], methodDesc);
                return;
            }
        }

        if (count == Capacity)
        {
            throw new DetourRefusedException($"more than {Capacity} methods are patched already");
        }

        Volatile.Write(ref Table[count], methodDesc);
        Volatile.Write(ref Count, count + 1);
    }

    internal void Remove(nint methodDesc)
    {
        for (var i = 0; i < (int)Count; i++)
        {
            if (Table[i] == methodDesc)
            {
                Volatile.Write(ref Table[i], 0);
                return;
            }
        }
    }
}

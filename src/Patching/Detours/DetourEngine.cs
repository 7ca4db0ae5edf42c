using System.Reflection;
using Shim.Green.Maps;

namespace Shim.Patching.Detours;

/// <summary>
/// Diverts methods by overwriting the start of their active machine code with one jump, published in one aligned 8-byte store.
/// <para>Order per method: forbid inlining into code that is still to be compiled; list the method in the JIT guard; move its first instructions
/// (if the original is wanted); publish. Everything but the last step is in <see cref="Prepare"/>, so that a set of detours is refused as a whole
/// before the first byte of code changed.</para>
/// <para>Dangerous: a thread that the kernel stopped between the first bytes of a body while they are replaced goes on inside the new jump. The
/// window is a few instructions of a method's entry; patch early, when few threads run. docs/detours.md has the reasoning.</para>
/// </summary>
internal sealed unsafe partial class DetourEngine : IDetourEngine
{
    /// <summary>jmp [rip+disp32], through a cell: a jump that can be re-aimed without touching code again.</summary>
    internal const int JumpLength = 6;

    private readonly CalmLock _lock = new();
    private readonly HostRuntime _runtime;
    private readonly NativeEntry _entries;
    private readonly NearArena _arena;
    private readonly Func<nint, bool> _isPatched;
    // By address; of long, whose comparer is precompiled.
    private readonly Dictionary<long, Detour> _byMethod = [];
    private readonly Dictionary<long, Detour> _bySite = [];
    // By body, what was made for it and is not in use: the arena takes nothing back, as somebody may be in there still.
    private readonly Dictionary<long, Detour> _spare = [];
    private JitGuard? _guard;
    private ProcessMaps? _maps;

    internal DetourEngine(HostRuntime runtime, NearArena? arena = null)
    {
        _runtime = runtime;
        _entries = new NativeEntry(runtime.Layout);
        _arena = arena ?? new NearArena();
        _isPatched = address => _bySite.ContainsKey(address);
    }

    /// <summary>Compilations that the guard declared void.</summary>
    internal long GuardHits => _guard?.Hits ?? 0;

    public Detour Prepare(MethodBase target, bool needsOriginal)
    {
        if (TargetRules.Refusal(target) is { } reason)
        {
            throw new DetourRefusedException(reason);
        }

        using (_lock.Take())
        {
            var method = new MethodDescView(target.MethodHandle.Value, _runtime.Layout);
            if (!method.IsIL || (method.Flags3 & Runtime10.IsUnboxingStub) != 0)
            {
                throw new DetourRefusedException("the runtime does not keep it as an ordinary method with IL");
            }

            if (_byMethod.TryGetValue(method.Address, out var known))
            {
                if (known.IsLeft && (known.Original != 0 || !needsOriginal))
                {
                    return known;
                }

                throw new DetourRefusedException("it is patched already");
            }

            _guard ??= JitGuard.Install(_runtime.JitCompiler);
            _guard.Add(method.Address);
            var weSetNotInline = method.SetNotInline();
            try
            {
                var body = _entries.Find(target, _isPatched);
                var maps = MapsWith(body);
                CheckBody(method, body, maps);
                var spare = SpareFor(method, body);
                var original = spare?.Original ?? 0;
                if (needsOriginal && original == 0)
                {
                    original = Trampoline.Make(body, JumpLength, _arena, maps);
                }

                var detour = new Detour(target, method, body, spare?.Cell ?? _arena.TakeCell(body), original)
                {
                    Start = *(ulong*)body,
                    WeSetNotInline = weSetNotInline,
                    MayDrift = method.IsCompiling,
                };
                _byMethod.Add(method.Address, detour);
                return detour;
            }
            catch
            {
                Forget(method, weSetNotInline);
                throw;
            }
        }
    }

    public void Discard(Detour detour)
    {
        using (_lock.Take())
        {
            if (detour.State == DetourState.Prepared && _byMethod.Remove(detour.Method.Address))
            {
                Forget(detour.Method, detour.WeSetNotInline);
                _spare[detour.Body] = detour;
            }
        }
    }

    // The same method's, and nobody has changed its first instructions since then: the trampoline has them.
    private Detour? SpareFor(MethodDescView method, nint body) =>
        _spare.Remove(body, out var spare) && spare.Method.Address == method.Address && spare.Start == *(ulong*)body ? spare : null;

    public void SetDestination(Detour detour, nint destination)
    {
        using (_lock.Take())
        {
            detour.Destination = destination;
            if (!detour.IsLeft)
            {
                _arena.WriteCell(detour.Cell, destination);
            }
        }
    }

    public void Apply(IReadOnlyList<Detour> detours)
    {
        using (_lock.Take())
        {
            var maps = _maps = ProcessMaps.Read();
            var done = 0;
            try
            {
                for (; done < detours.Count; done++)
                {
                    Publish(detours[done], maps);
                }

                // The kernel interrupts every running thread of this process for this barrier, and the return from an interrupt makes a core fetch
                // its instructions anew: after it, nobody runs a stale copy of the bytes just replaced.
                Interlocked.MemoryBarrierProcessWide();
                _left = CountLeft();
            }
            catch (Exception failure)
            {
                done = Math.Min(done, detours.Count - 1);
                var left = WithdrawAll(detours, done, maps);
                _left = CountLeft();
                if (done < 0 || (left is null && failure is not DetourRefusedException))
                {
                    throw;
                }

                var culprit = detours[done].Target;
                throw new DetourRefusedException(
                    $"{culprit.DeclaringType?.FullName}.{culprit.Name} could not be patched: {failure.Message}{(left is null ? "" : "; and " + left)}", failure);
            }
        }
    }

    public bool IsApplied(MethodBase target)
    {
        nint method;
        try
        {
            method = target.MethodHandle.Value;
        }
        catch (Exception e) when (e is InvalidOperationException or NotSupportedException)
        {
            // A DynamicMethod, or what a builder has not built: nothing that could be patched.
            return false;
        }

        using (_lock.Take())
        {
            return _byMethod.TryGetValue(method, out var detour) && detour.State == DetourState.Applied && !(detour.IsLeft && detour.Original != 0);
        }
    }

    // Reading the map costs a third of a millisecond, and most bodies lie in a few images that do not move: a snapshot serves a whole patch map.
    private ProcessMaps MapsWith(nint body)
    {
        // The JIT heap grows: a body may lie across the end that it had when it was last looked at.
        if (_maps is null || !_maps.TryFind(body, out var region) || (region.Protection & Interop.Libc.ProtExec) == 0 || region.End - body < Trampoline.MaxWindow)
        {
            _maps = ProcessMaps.Read();
        }

        return _maps;
    }

    /// <summary>Puts code where the target, too, can be reached by a near jump.</summary>
    internal nint AddCode(nint near, int length, Func<nint, byte[]> assemble)
    {
        using (_lock.Take())
        {
            var address = _arena.TakeCode(near, length);
            _arena.Write(address, assemble(address));
            return address;
        }
    }

    private static void CheckBody(MethodDescView method, nint body, ProcessMaps maps)
    {
        if (!method.Owns(body))
        {
            throw new DetourRefusedException("its entry leads to code that the runtime does not know as its body (is it patched by somebody else?)");
        }

        if ((body & 7) != 0 || !maps.TryFind(body, out var region) || (region.Protection & Interop.Libc.ProtExec) == 0)
        {
            throw new DetourRefusedException($"its code at {body:x} is not where bodies are (aligned to 8, in executable memory)");
        }

        if (BeginsWithJump(new ReadOnlySpan<byte>((void*)body, Trampoline.MaxWindow)))
        {
            throw new DetourRefusedException("its body begins with a jump or a breakpoint (is it patched by somebody else?)");
        }
    }

    // As others write them, over the jump of whom nothing may be written. The JIT's own jumps to an address in memory or in a register have a REX prefix.
    private static bool BeginsWithJump(ReadOnlySpan<byte> code) => code is
        [0xFF, 0x25, ..]                                                        // jmp [rip+disp32]
        or [0xE9 or 0xEB or 0xCC, ..]                                           // jmp rel32, jmp rel8, int3
        or [0x48, 0xB8, _, _, _, _, _, _, _, _, 0xFF, 0xE0, ..];                // mov rax,imm64 / jmp rax

    private void Publish(Detour detour, ProcessMaps maps)
    {
        if (detour.Destination == 0 || (detour.State != DetourState.Prepared && !detour.IsLeft))
        {
            throw new DetourRefusedException(detour.Destination == 0 ? "it has no destination" : "it is not prepared");
        }

        if (detour.IsLeft)
        {
            TakeUpAgain(detour, maps);
        }
        else
        {
            PatchBody(detour, detour.Body, maps);
        }

        detour.State = DetourState.Applied;

        // Between Prepare and now a compilation that was under way may have ended with a new body; one that has is activated a little later.
        var drifts = new List<Drift>();
        VerifyOne(detour, drifts);
        detour.MayDrift |= drifts.Count > 0 || detour.Method.HasBodyBut(_isPatched);
    }

    private void PatchBody(Detour detour, nint body, ProcessMaps maps)
    {
        var cell = detour.Cell;
        if (Math.Abs((long)cell - body) > int.MaxValue - JumpLength)
        {
            cell = _arena.TakeCell(body);
            _arena.WriteCell(cell, detour.Destination);
        }

        var original = *(ulong*)body;
        var displacement = (uint)checked((int)(cell - (body + JumpLength)));
        var patched = (original & 0xFFFF_0000_0000_0000) | ((ulong)displacement << 16) | 0x25FF;

        // Noted before it is there: what nobody has noted, nobody can take back.
        PatchSite site = new(body, original, patched, cell);
        detour.AddSite(site);
        try
        {
            _bySite[body] = detour;
            CodeWriter.Store(body, patched, maps);
        }
        catch
        {
            _bySite.Remove(body);
            detour.RemoveSite(site);
            throw;
        }
    }
}

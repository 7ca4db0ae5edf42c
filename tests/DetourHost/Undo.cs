using System.Runtime.CompilerServices;
using Shim.Patching.Detours;

namespace DetourHost;

/// <summary>An undone detour leaves no trace, the runtime may improve the method again, and it can be patched again.</summary>
internal static unsafe class Undo
{
    internal static int Run(string[] args)
    {
        var engine = Engine.Open();
        for (var round = 0; round < 3; round++)
        {
            var probe = engine.Prepare(typeof(Undo).Method(nameof(Local)), needsOriginal: false);
            var before = *(ulong*)probe.Body;
            engine.Discard(probe);

            var detour = engine.Patch(typeof(Undo).Method(nameof(Local)), (Func<int>)Replacement, needsOriginal: true);
            Engine.Require(Local() == 2 && engine.IsApplied(detour.Target), "patched");
            Engine.Require(*(ulong*)detour.Body != before, "the body changed");
            engine.Undo([detour]);
            Engine.Require(*(ulong*)detour.Body == before, "bytes differ after undo");
            Engine.Require(Local() == 1 && !engine.IsApplied(detour.Target), "undone");
            Engine.Require(((delegate*<int>)detour.Original)() == 1, "the original can still be called");
            for (var i = 0; i < 200_000; i++)
            {
                Engine.Require(Local() == 1, "own body");
            }

            Thread.Sleep(300);
        }

        LeavesNothing(engine);
        return 0;
    }

    /// <summary>Others may be inlined again, and the guard has its room back.</summary>
    private static void LeavesNothing(DetourEngine engine)
    {
        for (var i = 0; i <= JitGuard.Capacity; i++)
        {
            engine.Discard(engine.Prepare(typeof(Undo).Method(nameof(Small)), needsOriginal: false));
        }

        var detour = engine.Patch(typeof(Undo).Method(nameof(Small)), (Func<int>)Replacement);
        engine.Undo([detour]);
        Engine.Require(detour.WeSetNotInline && detour.Method.SetNotInline(), "still not to be inlined");
        detour.Method.ClearNotInline();
    }

    private static int Small() => Frame.Zeros(7) + 1;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Local() => Frame.Zeros(7) + 1;

    private static int Replacement() => 2;
}

using System.Runtime.CompilerServices;

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

        return 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Local() => Frame.Zeros(7) + 1;

    private static int Replacement() => 2;
}

using System.Runtime.CompilerServices;
using Shim.Patching.Detours;

namespace DetourHost;

/// <summary>An arena without room refuses with a sentence; what was patched before stays patched.</summary>
internal static class Exhaustion
{
    internal static int Run(string[] args)
    {
        // One page of cells, one of code.
        var arena = new NearArena(blockSize: 8192, maxBlocks: 1);
        var engine = Engine.Open(arena);
        Often(engine);
        engine.Patch(typeof(Exhaustion).Method(nameof(First)), (Func<int>)Replacement, needsOriginal: true);
        var near = typeof(Exhaustion).Method(nameof(First)).MethodHandle.GetFunctionPointer();
        var taken = 0;
        try
        {
            for (; ; taken++)
            {
                arena.TakeCode(near, 16);
            }
        }
        catch (DetourRefusedException refusal)
        {
            Console.WriteLine(refusal.Message);
        }

        Engine.Require(taken is > 200 and < 256, $"{taken} pieces of 16 bytes in a page");
        try
        {
            engine.Prepare(typeof(Exhaustion).Method(nameof(Second)), needsOriginal: true);
            Engine.Require(false, "prepared without room");
        }
        catch (DetourRefusedException)
        {
            // Said above.
        }

        try
        {
            CounterProbe.PrepareBlind(engine, typeof(Exhaustion).Method(nameof(Second)));
            Engine.Require(false, "a probe without room");
        }
        catch (DetourRefusedException)
        {
            // It gave back what it had prepared: see below.
        }

        Engine.Require(First() == 2 && Second() == 3, "the first is patched, the second is not");
        Engine.Require(!engine.IsApplied(typeof(Exhaustion).Method(nameof(Second))), "not applied");

        // A jump without a trampoline needs only a cell, and there are some.
        engine.Patch(typeof(Exhaustion).Method(nameof(Second)), (Func<int>)Replacement);
        Engine.Require(Second() == 2, "patched without a trampoline");
        return 0;
    }

    // More often than there is room for: what was undone, or only prepared, is used again.
    private static void Often(DetourEngine engine)
    {
        for (var i = 0; i < 600; i++)
        {
            engine.Discard(engine.Prepare(typeof(Exhaustion).Method(nameof(First)), needsOriginal: i % 2 == 0));
            var detour = engine.Patch(typeof(Exhaustion).Method(nameof(First)), (Func<int>)Replacement, needsOriginal: i % 2 == 1);
            Engine.Require(First() == 2, "patched again");
            engine.Undo([detour]);
            Engine.Require(First() == 1, "itself again");
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int First() => Frame.Zeros(7) + 1;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Second() => Frame.Zeros(7) + 3;

    private static int Replacement() => 2;
}

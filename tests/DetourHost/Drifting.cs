using System.Reflection;
using System.Runtime.CompilerServices;
using Shim.Patching.Detours;

namespace DetourHost;

/// <summary>What Verify is for: the runtime activates another body (as if a compilation had been under way), or somebody else overwrites the jump.</summary>
internal static unsafe class Drifting
{
    internal static int Run(string[] args)
    {
        var engine = Engine.Open();
        var detour = engine.Patch(typeof(Drifting).Method(nameof(Local)), (Func<int>)Replacement, needsOriginal: true);
        var guard = (JitGuard)typeof(DetourEngine).GetField("_guard", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(engine)!;
        guard.Remove(detour.Method.Address);

        var calls = 0;
        while (Local() == 2 && calls++ < 1000)
        {
            Thread.Sleep(10);
        }

        Engine.Require(Local() == 1, "without the guard the detour should have been lost");
        var found = engine.Verify();
        Engine.Require(found is [{ Repaired: true }], "the drift was not found and repaired");
        Console.WriteLine(found[0].What);
        Engine.Require(Local() == 2, "not repaired");
        Engine.Require(((delegate*<int>)detour.Original)() == 1, "the original");
        Engine.Require(engine.Verify().Count == 0, "repaired twice");

        var site = detour.Sites[^1];
        CodeWriter.Store(site.Address, site.Original, ProcessMaps.Read());
        Engine.Require(engine.Verify() is [{ Repaired: false }], "the overwritten jump was not found");
        engine.Undo([detour]);
        Engine.Require(Local() == 1, "undone");
        return 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Local() => Frame.Zeros(7) + 1;

    private static int Replacement() => 2;
}

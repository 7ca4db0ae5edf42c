using System.Reflection;
using System.Runtime.CompilerServices;
using Shim.Green.Maps;
using Shim.Patching.Detours;
using Shim.Patching;

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

        // The same unasked, for a method that was being compiled when it was patched.
        LetItDrift(engine, guard, out var late);
        late.MayDrift = true;
        DriftWatch.Begin(engine, [late]);
        for (var i = 0; i < 2000 && Other() != 2; i++)
        {
            Thread.Sleep(10);
        }

        Engine.Require(Other() == 2, "not repaired by itself");
        engine.Undo([late]);

        var site = detour.Sites[^1];
        CodeWriter.Store(site.Address, site.Original, ProcessMaps.Read());
        Engine.Require(engine.Verify() is [{ Repaired: false }], "the overwritten jump was not found");
        engine.Undo([detour]);
        Engine.Require(Local() == 1, "undone");
        LeavesWhatOthersWrote(engine);
        return 0;
    }

    /// <summary>An undo takes its own jump away, and nobody else's.</summary>
    private static void LeavesWhatOthersWrote(DetourEngine engine)
    {
        var detour = engine.Patch(typeof(Drifting).Method(nameof(Third)), (Func<int>)Replacement);
        var site = detour.Sites[^1];
        var theirs = site.Patched ^ 0xFF00_0000_0000_0000;
        CodeWriter.Store(site.Address, theirs, ProcessMaps.Read());
        Engine.Require(engine.Undo([detour]) is null, "not undone");
        Engine.Require(*(ulong*)site.Address == theirs, "somebody else's code was overwritten");
        CodeWriter.Store(site.Address, site.Original, ProcessMaps.Read());
        Engine.Require(Third() == 3, "the third");
    }

    /// <summary>The look finds no descriptor left: it must not end the process, and comes again.</summary>
    internal static int RunWithoutDescriptors(string[] args)
    {
        var engine = Engine.Open();
        var guard = GuardOf(engine, typeof(Drifting).Method(nameof(Local)));
        LetItDrift(engine, guard, out var late);
        late.MayDrift = true;

        // The timer's thread, and the pool's (the one that watches it, too), must be there: a thread takes descriptors, and the runtime ends without those.
        using Timer warm = new(static _ => { }, null, 1, 5);
        for (var i = 0; i < 8; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static _ => Thread.Sleep(50), null);
        }

        Thread.Sleep(1000);
        Console.Error.WriteLine($"{1.5}");
        Interop.Libc.SetDescriptorLimit(300);
        var taken = Scarce.Take(free: 0);
        Engine.Require(engine.Verify() is [{ Repaired: false, MayPass: true }], "repaired without a look at the memory map");
        DriftWatch.Begin(engine, [late]);
        Thread.Sleep(500);
        Engine.Require(Other() == 1, "repaired without a look at the memory map");
        taken.ForEach(static handle => handle.Dispose());
        for (var i = 0; i < 2000 && Other() != 2; i++)
        {
            Thread.Sleep(10);
        }

        Engine.Require(Other() == 2, $"not repaired later: {string.Join("; ", engine.Verify())}");
        return 0;
    }

    /// <summary>What cannot be repaired is said once, however often it is looked at.</summary>
    internal static int RunForGood(string[] args)
    {
        var engine = Engine.Open();
        var detour = engine.Patch(typeof(Drifting).Method(nameof(Local)), (Func<int>)Replacement);
        var site = detour.Sites[^1];
        CodeWriter.Store(site.Address, site.Original, ProcessMaps.Read());
        detour.MayDrift = true;
        DriftWatch.Begin(engine, [detour]);
        Thread.Sleep(2000);
        return 0;
    }

    private static JitGuard GuardOf(DetourEngine engine, MethodBase any)
    {
        engine.Discard(engine.Prepare(any, needsOriginal: false));
        return (JitGuard)typeof(DetourEngine).GetField("_guard", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(engine)!;
    }

    private static void LetItDrift(DetourEngine engine, JitGuard guard, out Detour detour)
    {
        detour = engine.Patch(typeof(Drifting).Method(nameof(Other)), (Func<int>)Replacement, needsOriginal: true);
        guard.Remove(detour.Method.Address);
        for (var i = 0; i < 1000 && Other() == 2; i++)
        {
            Thread.Sleep(10);
        }

        Engine.Require(Other() == 1, "without the guard the detour should have been lost");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Third() => Frame.Zeros(5) + 3;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Other() => Frame.Zeros(5) + 1;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Local() => Frame.Zeros(7) + 1;

    private static int Replacement() => 2;
}

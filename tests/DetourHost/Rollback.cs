using System.Runtime.CompilerServices;
using Shim.Green.Maps;
using Shim.Patching.Detours;

namespace DetourHost;

/// <summary>All or none: when one of a set cannot be published, the code of all is, byte for byte, what it was.</summary>
internal static unsafe class Rollback
{
    internal static int Run(string[] args)
    {
        var engine = Engine.Open();
        var first = engine.Prepare(typeof(Thread).Method("Sleep", typeof(int)), needsOriginal: true);
        var second = engine.Prepare(typeof(Rollback).Method(nameof(Local)), needsOriginal: false);
        var third = engine.Prepare(typeof(Rollback).Method(nameof(Other)), needsOriginal: false);
        engine.SetDestination(first, ((Action<int>)Ignore).Method.MethodHandle.GetFunctionPointer());
        engine.SetDestination(third, ((Func<int>)Replacement).Method.MethodHandle.GetFunctionPointer());
        var protections = (Protection(first), Protection(second));
        var before = (*(ulong*)first.Body, *(ulong*)second.Body, *(ulong*)third.Body);
        try
        {
            engine.Apply([third, first, second]);
            Engine.Require(false, "applied without a destination");
        }
        catch (DetourRefusedException refusal)
        {
            Console.WriteLine(refusal.Message);
        }

        Engine.Require(before == (*(ulong*)first.Body, *(ulong*)second.Body, *(ulong*)third.Body), "bytes differ after a rollback");
        Engine.Require(!engine.IsApplied(first.Target) && !engine.IsApplied(third.Target), "still applied");
        Engine.Require(Local() == 1 && Other() == 3, "own bodies");
        var clock = System.Diagnostics.Stopwatch.StartNew();
        Thread.Sleep(20);
        Engine.Require(clock.ElapsedMilliseconds >= 19, "Sleep is still diverted");

        // And the same methods can be patched afterwards.
        engine.Patch(first.Target, (Action<int>)Ignore);
        engine.Patch(third.Target, (Func<int>)Replacement);
        Engine.Require(Other() == 2, "patched in a second attempt");
        Engine.Require(protections == (Protection(first), Protection(second)), "code has another protection than before");
        return 0;
    }

    private static int Protection(Detour detour)
    {
        Engine.Require(ProcessMaps.Read().TryFind(detour.Body, out var region), "in the memory map");
        return region.Protection;
    }

    private static void Ignore(int milliseconds)
    {
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Local() => Frame.Zeros(7) + 1;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Other() => Frame.Zeros(7) + 3;

    private static int Replacement() => 2;
}

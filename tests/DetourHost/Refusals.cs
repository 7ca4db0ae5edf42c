using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Shim.Green.Maps;
using Shim.Patching.Detours;

namespace DetourHost;

/// <summary>Methods that have no body of their own, or one that cannot be diverted: each refused with a sentence, nothing changed.</summary>
internal sealed class Refusals
{
    internal static int Run(string[] args)
    {
        var engine = Engine.Open();
        Refused(engine, typeof(Thread).Method("SleepInternal", typeof(int)), "P/Invoke");
        Refused(engine, typeof(Stream).Method("Read", typeof(byte[]), typeof(int), typeof(int)), "abstract");
        Refused(engine, typeof(List<int>).Method("Clear"), "generic");
        Refused(engine, typeof(Refusals).GetMethod(nameof(Generic), Engine.Any)!, "generic");
        Refused(engine, typeof(Monitor).Method("TryEnter_FastPath", typeof(object)), "runtime");
        Refused(engine, typeof(Refusals).Method(nameof(Big)), "buffer");
        Refused(engine, typeof(Point).Method("ToString"), "virtual method of a struct");
        Refused(engine, typeof(Delegate).Assembly.GetType("System.Action")!.GetMethod("Invoke")!, "runtime");
        Refused(engine, typeof(Refusals).Method(nameof(Overlaid)), "buffer");
        Refused(engine, typeof(Refusals).Method(nameof(Packed)), "buffer");
        Refused(engine, typeof(Refusals).Method(nameof(Wrapped)), "buffer");
        Refused(engine, typeof(Refusals).Method(nameof(Empty)), "buffer");
        engine.Discard(engine.Prepare(typeof(Refusals).Method(nameof(Pair)), needsOriginal: false));
        Refused(engine, typeof(Holder).TypeInitializer!, "static constructor");
        Refused(engine, Emitted(), "dynamic or can be unloaded");
        Refused(engine, Emitted().DeclaringType!.GetConstructors()[0], "dynamic or can be unloaded");
        Refused(engine, Unloadable(), "dynamic or can be unloaded");
        PatchedByAnother(engine);
        JumpsOfOthers(engine);

        // More often than the guard has room: what was refused keeps nothing.
        for (var i = 0; i <= JitGuard.Capacity; i++)
        {
            Refused(engine, typeof(Refusals).Method(nameof(Calls)), "cannot be moved", needsOriginal: true, isQuiet: i > 0);
        }

        var detour = engine.Patch(typeof(Refusals).Method(nameof(Fine)), (Func<int>)Replacement);
        Refused(engine, detour.Target, "already");
        Engine.Require(Fine() == 2, "the one that fits");
        return 0;
    }

    private static void Refused(DetourEngine engine, MethodBase target, string why, bool needsOriginal = false, bool isQuiet = false)
    {
        try
        {
            engine.Prepare(target, needsOriginal);
            Engine.Require(false, $"{target} was not refused");
        }
        catch (DetourRefusedException refusal)
        {
            if (!isQuiet)
            {
                Console.WriteLine($"{target.Name}: {refusal.Message}");
            }

            Engine.Require(refusal.Message.Contains(why, StringComparison.Ordinal), $"{target}: {refusal.Message}");
        }
    }

    // mov rax,<another body> / jmp rax, as others write it.
    private static unsafe void PatchedByAnother(DetourEngine engine)
    {
        var own = engine.Prepare(typeof(Refusals).Method(nameof(Taken)), needsOriginal: false);
        var foreign = engine.Prepare(typeof(Refusals).Method(nameof(Replacement)), needsOriginal: false);
        engine.Discard(own);
        engine.Discard(foreign);
        var (first, second) = (*(ulong*)own.Body, *(ulong*)(own.Body + 8));
        var maps = ProcessMaps.Read();
        CodeWriter.Store(own.Body + 8, (second & 0xFFFF_FFFF_0000_0000) | 0xE0FF_0000 | ((ulong)foreign.Body >> 48), maps);
        CodeWriter.Store(own.Body, ((ulong)foreign.Body << 16) | 0xB848, maps);
        Engine.Require(Taken() == 2, "not patched by another");
        Refused(engine, own.Target, "patched by somebody else");
        CodeWriter.Store(own.Body, first, maps);
        CodeWriter.Store(own.Body + 8, second, maps);
        Engine.Require(Taken() == 4, "its own again");
    }

    // A jump, and a breakpoint, at the start of the body itself.
    private static unsafe void JumpsOfOthers(DetourEngine engine)
    {
        var own = engine.Prepare(typeof(Refusals).Method(nameof(Taken)), needsOriginal: false);
        engine.Discard(own);
        var first = *(ulong*)own.Body;
        var maps = ProcessMaps.Read();
        foreach (var jump in (ulong[])[0x25FF, 0xE9, 0xEB, 0xCC])
        {
            CodeWriter.Store(own.Body, (first & 0xFFFF_FFFF_FFFF_0000) | jump, maps);
            Refused(engine, own.Target, "patched by somebody else");
            CodeWriter.Store(own.Body, first, maps);
        }

        Engine.Require(Taken() == 4, "its own again");
    }

    private static MethodInfo Emitted()
    {
        var module = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Emitted"), AssemblyBuilderAccess.Run).DefineDynamicModule("Emitted");
        var type = module.DefineType("Type");
        var code = type.DefineMethod("Method", MethodAttributes.Static | MethodAttributes.Public, typeof(int), []).GetILGenerator();
        code.Emit(OpCodes.Ldc_I4_1);
        code.Emit(OpCodes.Ret);
        return type.CreateType().GetMethod("Method")!;
    }

    private static MethodInfo Unloadable()
    {
        var context = new AssemblyLoadContext("unloadable", isCollectible: true);
        return context.LoadFromAssemblyPath(typeof(Refusals).Assembly.Location).GetType(typeof(Refusals).FullName!)!.Method(nameof(Fine));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Taken() => Frame.Zeros(7) + 4;

    private static Overlay Overlaid() => default;

    private Pack1 Packed() => default;

    private (byte, Overlay8) Wrapped() => default;

    private Nothing Empty() => default;

    private (object, long) Pair() => default;

    private static T Generic<T>(T value) => value;

    private static (long, long, long) Big() => default;

    // A call (or, in other tiers, a jump) within the first six bytes.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Calls() => Frame.None();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Fine() => 1;

    private static int Replacement() => 2;

    private static class Holder
    {
        internal static readonly int Value;

        static Holder() => Value = Environment.ProcessId;
    }

    [StructLayout(LayoutKind.Explicit)]
    private struct Overlay
    {
        [FieldOffset(0)]
        internal long Whole;

        [FieldOffset(0)]
        internal int Half;
    }

    [StructLayout(LayoutKind.Explicit)]
    private struct Overlay8
    {
        [FieldOffset(0)]
        internal int Whole;

        [FieldOffset(0)]
        internal short Half;
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private struct Pack1
    {
        internal byte First;
        internal long Second;
    }

    private struct Nothing;

    private struct Point
    {
        public override readonly string ToString() => "point";
    }
}

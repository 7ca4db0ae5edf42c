using System.Reflection;
using System.Runtime.CompilerServices;
using Shim.Patching.Detours;

namespace DetourHost;

/// <summary>Methods that have no body of their own, or one that cannot be diverted: each refused with a sentence, nothing changed.</summary>
internal static class Refusals
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
        Refused(engine, typeof(Refusals).Method(nameof(Calls)), "cannot be moved", needsOriginal: true);

        var detour = engine.Patch(typeof(Refusals).Method(nameof(Fine)), (Func<int>)Replacement);
        Refused(engine, detour.Target, "already");
        Engine.Require(Fine() == 2, "the one that fits");
        return 0;
    }

    private static void Refused(DetourEngine engine, MethodBase target, string why, bool needsOriginal = false)
    {
        try
        {
            engine.Prepare(target, needsOriginal);
            Engine.Require(false, $"{target} was not refused");
        }
        catch (DetourRefusedException refusal)
        {
            Console.WriteLine($"{target.Name}: {refusal.Message}");
            Engine.Require(refusal.Message.Contains(why, StringComparison.Ordinal), $"{target}: {refusal.Message}");
        }
    }

    private static T Generic<T>(T value) => value;

    private static (long, long, long) Big() => default;

    // A call (or, in other tiers, a jump) within the first six bytes.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Calls() => Frame.None();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Fine() => 1;

    private static int Replacement() => 2;

    private struct Point
    {
        public override readonly string ToString() => "point";
    }
}

using System.Runtime.CompilerServices;

namespace DetourHost.Routes;

internal static class RuntimeRoutes
{
    private static readonly Type[] s_types =
    [
        typeof(byte), typeof(sbyte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong), typeof(nint), typeof(nuint),
        typeof(char), typeof(bool), typeof(float), typeof(double), typeof(decimal), typeof(Guid), typeof(Half), typeof(DateTime), typeof(TimeSpan), typeof(Index),
    ];

    private static int s_used;

    internal static readonly Dictionary<string, Action> All = new()
    {
        ["GC.WaitForPendingFinalizers()"] = GC.WaitForPendingFinalizers,
        ["GC.GetTotalMemory(bool)"] = static () => GC.GetTotalMemory(false),
        ["GC.WaitForFullGCApproach()"] = static () => GC.WaitForFullGCApproach(),
        ["GC.WaitForFullGCApproach(int)"] = static () => GC.WaitForFullGCApproach(0),
        ["GC.WaitForFullGCApproach(TimeSpan)"] = static () => GC.WaitForFullGCApproach(TimeSpan.Zero),
        ["GC.WaitForFullGCComplete()"] = static () => GC.WaitForFullGCComplete(),
        ["GC.WaitForFullGCComplete(int)"] = static () => GC.WaitForFullGCComplete(0),
        ["GC.WaitForFullGCComplete(TimeSpan)"] = static () => GC.WaitForFullGCComplete(TimeSpan.Zero),
        ["the first use of a class with a constructor"] = UseNewClass,
        ["RuntimeHelpers.RunClassConstructor(RuntimeTypeHandle)"] = static () => RuntimeHelpers.RunClassConstructor(typeof(RuntimeRoutes).TypeHandle),
        ["RuntimeHelpers.RunModuleConstructor(ModuleHandle)"] = static () => RuntimeHelpers.RunModuleConstructor(typeof(RuntimeRoutes).Module.ModuleHandle),
        [RouteTable.EndOfProcess] = ExitRoute.Run,
    };

    // A class for each pair of types.
    private static void UseNewClass()
    {
        var next = s_used++;
        Activator.CreateInstance(typeof(Fresh<,>).MakeGenericType(s_types[next / s_types.Length], s_types[next % s_types.Length]));
    }

    private sealed class Fresh<TFirst, TSecond>
    {
        private static readonly int s_value;

        // Not beforefieldinit: it runs when an instance is made.
        static Fresh() => s_value = Environment.TickCount;

        internal int Value { get; } = s_value;
    }
}

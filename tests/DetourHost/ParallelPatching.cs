using System.Reflection;

namespace DetourHost;

/// <summary>Several threads prepare, apply, verify and undo different methods at once.</summary>
internal static class ParallelPatching
{
    internal static int Run(string[] args)
    {
        var engine = Engine.Open();
        MethodInfo[] targets = [.. typeof(Targets).GetMethods(Engine.Any).Where(static m => m.IsStatic)];
        var failures = 0;
        Thread[] threads =
        [
            .. targets.Select(target => new Thread(() =>
            {
                for (var i = 0; i < 100; i++)
                {
                    var detour = engine.Patch(target, (Func<int>)Replacement, needsOriginal: true);
                    var patched = (int)target.Invoke(null, null)!;
                    var drifts = engine.Verify().Count;
                    engine.Undo([detour]);
                    var own = (int)target.Invoke(null, null)!;
                    if (patched != -1 || own <= 0 || drifts != 0)
                    {
                        Interlocked.Increment(ref failures);
                    }
                }
            })),
        ];
        foreach (var thread in threads)
        {
            thread.Start();
        }

        foreach (var thread in threads)
        {
            thread.Join();
        }

        Console.WriteLine($"threads {threads.Length} failures {failures}");
        return failures;
    }

    private static int Replacement() => -1;

    private static class Targets
    {
        public static int One() => Frame.Zeros(7) + 1;

        public static int Two() => Frame.Zeros(7) + 2;

        public static int Three() => Frame.Zeros(7) + 3;

        public static int Four() => Frame.Zeros(7) + 4;
    }
}

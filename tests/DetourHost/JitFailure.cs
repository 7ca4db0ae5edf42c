using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DetourHost;

/// <summary>The runtime throws C++ exceptions through the JIT, and so across the guard, when a method cannot be compiled.</summary>
internal static class JitFailure
{
    private static int s_caught;

    internal static int Run(string[] args)
    {
        var engine = Engine.Open();
        engine.Patch(typeof(JitFailure).Method(nameof(Patched)), (Func<int>)Replacement);
        var threads = new Thread[4];
        for (var i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(static () =>
            {
                for (var n = 0; n < 200; n++)
                {
                    Engine.Require(Patched() == 2, "the detour holds");
                    try
                    {
                        Uncompilable();
                        Engine.Require(false, "compiled after all");
                    }
                    catch (TypeLoadException)
                    {
                        Interlocked.Increment(ref s_caught);
                    }
                }
            });
            threads[i].Start();
        }

        foreach (var thread in threads)
        {
            thread.Join();
        }

        Console.WriteLine($"caught {s_caught}");
        return s_caught == 800 ? 0 : 1;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Patched() => 1;

    private static int Replacement() => 2;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string? Uncompilable()
    {
        Impossible value = default;
        return value.Reference?.ToString();
    }

    // A reference and an integer in the same place: the type loader refuses it, which the JIT learns while it compiles a user of it.
    [StructLayout(LayoutKind.Explicit)]
    private struct Impossible
    {
        [FieldOffset(0)]
        public object? Reference;

        [FieldOffset(0)]
        public int Number;
    }
}

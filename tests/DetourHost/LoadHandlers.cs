using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Shim;

namespace DetourHost;

/// <summary>What the program's handlers of AssemblyLoad do with what is loaded in the background (wait, use much stack, throw) is nothing to the watchdog.</summary>
internal static unsafe class LoadHandlers
{
    private const int Much = 240 * 1024;

    private static readonly object s_gate = new();
    private static AssemblyName? s_loaded;
    private static volatile bool s_wasCalled;
    private static volatile bool s_isAwake;

    internal static int Run(string[] args)
    {
        AppDomain.CurrentDomain.AssemblyLoad += static (_, args) => OnLoad(args.LoadedAssembly);
        lock (s_gate)
        {
            GreenShim.PatchAll();
            Engine.Require(Natively(static () => s_wasCalled), "nothing was loaded in the background");

            // Whoever needs it meanwhile does not wait for its handlers.
            Assembly.Load(s_loaded!);
            new Thread(static () =>
            {
                Thread.Sleep(20);
                s_isAwake = true;
            }).Start();
            Console.WriteLine($"another one runs while Main is in native code: {Natively(static () => s_isAwake)}");
        }

        return 0;
    }

    private static void OnLoad(Assembly loaded)
    {
        if (Thread.CurrentThread.Name?.StartsWith("GreenShim", StringComparison.Ordinal) == true)
        {
            Fill(Much);
            s_loaded = loaded.GetName();
            s_wasCalled = true;
            lock (s_gate)
            {
                throw new InvalidOperationException("a handler's own");
            }
        }
    }

    private static bool Natively(Func<bool> isThere)
    {
        long since = Stopwatch.GetTimestamp();
        while (!isThere() && Stopwatch.GetElapsedTime(since).TotalSeconds < 20)
        {
            Interop.Libc.Sleep(10_000);
        }

        return isThere();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Fill(int size)
    {
        byte* bytes = stackalloc byte[size];
        new Span<byte>(bytes, size).Fill(1);
    }
}

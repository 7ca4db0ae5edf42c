using System.Net.Sockets;
using System.Reflection;
using System.Runtime.CompilerServices;
using Shim;

namespace DetourHost;

/// <summary>What is patched of an assembly before, and after, the program loads it.</summary>
internal static class LateAssembly
{
    internal static int Run(string[] args)
    {
        var undo = args is ["undo"];
        GreenShim.PatchAll();
        if (args is ["held"])
        {
            return RunHeld();
        }

        Console.WriteLine($"before: waiting {GreenShim.Report!.Count(PatchState.Waiting) > 0} loaded {IsLoaded()}");
        if (undo)
        {
            GreenShim.Undo();
            Console.WriteLine($"undone: patched {IsReceivePatched()}");
            return 0;
        }

        UseSockets();
        Console.WriteLine($"after: waiting {Waiting("System.Net.Sockets!")} patched {IsReceivePatched()}");
        return 0;
    }

    // Another thread is kept in a handler while it is about to patch: who loads an assembly meanwhile does not wait for it, and is made up for.
    private static int RunHeld()
    {
        using ManualResetEvent isThere = new(false);
        using ManualResetEvent goOn = new(false);
        AppDomain.CurrentDomain.AssemblyLoad += (_, args) =>
        {
            if (args.LoadedAssembly.GetName().Name == "System.ComponentModel.Primitives")
            {
                isThere.Set();
                goOn.WaitOne();
            }
        };
        Thread loader = new(static () => Assembly.Load("System.Diagnostics.Process"));
        loader.Start();
        Engine.Require(isThere.WaitOne(20_000), "no handler was called while patching");
        Assembly.Load("System.IO.MemoryMappedFiles");
        Console.WriteLine($"meanwhile: waiting {Waiting("System.IO.MemoryMappedFiles!")}");
        goOn.Set();
        loader.Join();
        Console.WriteLine($"after: waiting {Waiting("System.IO.MemoryMappedFiles!")}");
        return 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void UseSockets()
    {
        // The first call of all comes by the replacement already.
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        Console.WriteLine($"first call: patched {IsReceivePatched()} poll {socket.Poll(1000, SelectMode.SelectRead)}");
    }

    private static int Waiting(string assembly)
    {
        var waiting = 0;
        foreach (var entry in GreenShim.Report!.Entries)
        {
            waiting += entry.State == PatchState.Waiting && entry.Target.StartsWith(assembly, StringComparison.Ordinal) ? 1 : 0;
        }

        return waiting;
    }

    private static bool IsLoaded() => AppDomain.CurrentDomain.GetAssemblies().Any(static a => a.GetName().Name == "System.Net.Sockets");

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsReceivePatched()
    {
        var pal = typeof(Socket).Assembly.GetType("System.Net.Sockets.SocketPal")!;
        return GreenShim.IsMethodPatched(pal.GetMethod("Poll", System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.Public)!);
    }
}

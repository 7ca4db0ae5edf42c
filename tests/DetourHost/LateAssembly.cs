using System.Net.Sockets;
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
        Console.WriteLine($"before: waiting {GreenShim.Report!.Count(PatchState.Waiting) > 0} loaded {IsLoaded()}");
        if (undo)
        {
            GreenShim.Undo();
            Console.WriteLine($"undone: patched {IsReceivePatched()}");
            return 0;
        }

        UseSockets();
        Console.WriteLine($"after: waiting {Waiting()} patched {IsReceivePatched()}");
        return 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void UseSockets()
    {
        // The first call of all comes by the replacement already.
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        Console.WriteLine($"first call: patched {IsReceivePatched()} poll {socket.Poll(1000, SelectMode.SelectRead)}");
    }

    private static int Waiting()
    {
        var waiting = 0;
        foreach (var entry in GreenShim.Report!.Entries)
        {
            waiting += entry.State == PatchState.Waiting && entry.Target.StartsWith("System.Net.Sockets!", StringComparison.Ordinal) ? 1 : 0;
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

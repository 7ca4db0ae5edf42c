using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Shim;

namespace DetourHost;

/// <summary>Another thread loads an assembly of the map while PatchAll is at work: its entries do not wait for ever.</summary>
internal static class LoadedMeanwhile
{
    private static volatile bool s_go;

    internal static int Run(string[] args)
    {
        long delay = long.Parse(args[0]) * 1000;
        GreenShim.PatchAll(new PatchOptions { Groups = ["sleep"] });
        var loader = new Thread(() =>
        {
            while (!s_go)
            {
                Thread.SpinWait(1);
            }

            var clock = Stopwatch.StartNew();
            while (clock.Elapsed.TotalMicroseconds < delay)
            {
                Thread.SpinWait(1);
            }

            UseSockets();
        });
        loader.Start();
        s_go = true;
        GreenShim.PatchAll(new PatchOptions { Groups = ["all"] });
        loader.Join();
        Console.WriteLine($"waiting {GreenShim.Report!.Entries.Count(static e => e.State == PatchState.Waiting && e.Target.StartsWith("System.Net.Sockets!", StringComparison.Ordinal))}");
        return 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void UseSockets() => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp).Dispose();
}

using System.Net.Sockets;
using System.Reflection;
using Shim;
using Shim.Patching.Detours;

namespace DetourHost;

/// <summary>Methods that cannot be made themselves again are not forgotten: Undo says so each time, and PatchAll can patch them again.</summary>
internal static class UndoRefused
{
    internal static int Run(string[] args)
    {
        var engine = StoreGate.Install();
        GreenShim.PatchAll(new PatchOptions { Eager = true });
        MethodBase withoutOriginal = typeof(Monitor).Method(nameof(Monitor.Pulse), typeof(object));
        MethodBase withOriginal = typeof(SafeSocketHandle).Method("DoCloseHandle", typeof(bool));
        nint[] addresses = [.. SitesOf(engine, withoutOriginal), .. SitesOf(engine, withOriginal)];
        StoreGate.Refuses = address => addresses.Contains(address);
        for (int i = 0; i < 2; i++)
        {
            Console.WriteLine($"undone: {TryUndo()}; patched {GreenShim.IsPatched} {GreenShim.IsMethodPatched(withoutOriginal)} {GreenShim.IsMethodPatched(withOriginal)}");
        }

        Hand("left");
        GreenShim.PatchAll(new PatchOptions { Eager = true });
        Console.WriteLine($"patched again {GreenShim.IsPatched} {GreenShim.IsMethodPatched(withoutOriginal)} {GreenShim.IsMethodPatched(withOriginal)}, amiss {GreenShim.Verify().Count}");
        Hand("patched");
        TryUndo();
        StoreGate.Refuses = static _ => false;
        Console.WriteLine($"undone: {TryUndo()}; patched {GreenShim.IsPatched} {GreenShim.IsMethodPatched(withoutOriginal)} {GreenShim.IsMethodPatched(withOriginal)}");
        Hand("undone");
        return 0;
    }

    private static nint[] SitesOf(DetourEngine engine, MethodBase target)
    {
        var all = (Dictionary<long, Detour>)typeof(DetourEngine).GetField("_byMethod", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(engine)!;
        return [.. all.Values.Where(detour => detour.Target == target).SelectMany(static detour => detour.Sites).Select(static site => site.Address)];
    }

    private static string TryUndo()
    {
        try
        {
            GreenShim.Undo();
            return "all";
        }
        catch (InvalidOperationException e)
        {
            return e.Message;
        }
    }

    /// <summary>What is patched works, and so does what is not, or half.</summary>
    private static void Hand(string when)
    {
        object gate = new();
        bool isSet = false;
        var waiter = new Thread(() =>
        {
            lock (gate)
            {
                while (!isSet)
                {
                    Monitor.Wait(gate);
                }
            }
        });
        waiter.Start();
        Thread.Sleep(20);
        lock (gate)
        {
            isSet = true;
            Monitor.Pulse(gate);
        }

        Engine.Require(waiter.Join(5000), $"{when}: nobody was woken");
        using Socket one = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        one.Close();
    }
}

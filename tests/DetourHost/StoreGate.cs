using System.Reflection;
using System.Runtime.CompilerServices;
using Shim;
using Shim.Green.Maps;
using Shim.Patching.Detours;

namespace DetourHost;

/// <summary>Has the engine's own stores into code refused, as the kernel may (mprotect), where a scenario wants it.</summary>
internal static unsafe class StoreGate
{
    private static Detour? s_store;

    /// <summary>Asked before each store of eight bytes at an address: true refuses it.</summary>
    internal static Func<nint, bool> Refuses { get; set; } = static _ => false;

    /// <summary>The engine that PatchAll is to use, and that the gate is patched with.</summary>
    internal static DetourEngine Install()
    {
        var engine = Engine.Open();
        typeof(GreenShim).GetField("s_engine", BindingFlags.Static | BindingFlags.NonPublic)!.SetValue(null, engine);
        RuntimeHelpers.PrepareMethod(((Action<nint, ulong, ProcessMaps>)Store).Method.MethodHandle);
        s_store = engine.Prepare(typeof(CodeWriter).Method("Store", typeof(nint), typeof(ulong), typeof(ProcessMaps)), needsOriginal: true);
        engine.SetDestination(s_store, ((Action<nint, ulong, ProcessMaps>)Store).Method.MethodHandle.GetFunctionPointer());
        engine.Apply([s_store]);
        return engine;
    }

    private static void Store(nint address, ulong value, ProcessMaps maps)
    {
        if (Refuses(address))
        {
            throw new DetourRefusedException("the kernel does not let its code be changed");
        }

        ((delegate*<nint, ulong, ProcessMaps, void>)s_store!.Original)(address, value, maps);
    }
}

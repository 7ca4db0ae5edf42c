using Shim;

namespace DetourHost;

/// <summary>Patches nothing; says what somebody else has.</summary>
internal static class IsPatched
{
    internal static int Run(string[] args)
    {
        Console.WriteLine($"Thread.Sleep patched: {GreenShim.IsMethodPatched(typeof(Thread).Method("Sleep", typeof(int)))}");
        Console.WriteLine($"a dynamic method: {GreenShim.IsMethodPatched(new System.Reflection.Emit.DynamicMethod("Dynamic", null, null))}");
        return 0;
    }
}

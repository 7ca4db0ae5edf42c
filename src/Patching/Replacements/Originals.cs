using System.Runtime.CompilerServices;

namespace Shim.Patching.Replacements;

/// <summary>What the replacements call and keep.</summary>
internal static class Originals
{
    /// <summary>To be called before any replacement can be: it may run where no class constructor should.</summary>
    /// <exception cref="TypeInitializationException">The core library lacks something.</exception>
    internal static void Resolve()
    {
        foreach (Type type in (Type[])[typeof(CoreLib), typeof(HandleWaits), typeof(ThreadEnds), typeof(GreenStart), typeof(ThreadInterrupt), typeof(ClassConstructors), typeof(LockEvents)])
        {
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        }
    }
}

using Shim.Green;

namespace Shim.Patching.Replacements.Names;

/// <summary>Answers what green threads ask. docs/dns.md compares the two that there are.</summary>
internal abstract class Resolver
{
    /// <summary>What <c>GREENSHIM_RESOLVER</c> calls it.</summary>
    internal abstract string Name { get; }

    /// <summary>Sees to it that <see cref="Lookup.End"/> is called once. May park the caller, but does not wait for the answer.</summary>
    /// <param name="me">The calling green thread.</param>
    /// <param name="lookup">What is asked.</param>
    internal abstract void Begin(GreenThread me, Lookup lookup);
}

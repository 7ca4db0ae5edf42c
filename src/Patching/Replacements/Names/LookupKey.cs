namespace Shim.Patching.Replacements.Names;

/// <summary>What is asked. The case of a name counts: an answer may repeat it.</summary>
/// <param name="Text">A host name, or an address.</param>
/// <param name="Family">The number of an address family, or <see cref="ByAddress"/>.</param>
internal readonly record struct LookupKey(string Text, int Family)
{
    /// <summary>The text is an address, whose name is asked.</summary>
    internal const int ByAddress = -1;
}

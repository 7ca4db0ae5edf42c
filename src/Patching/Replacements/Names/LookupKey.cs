namespace Shim.Patching.Replacements.Names;

/// <summary>What is asked. The case of a name counts: an answer may repeat it.</summary>
/// <param name="Text">A host name, or an address.</param>
/// <param name="Family">The number of an address family; <see cref="ByAddress"/> if the text is an address.</param>
internal readonly record struct LookupKey(string Text, int Family)
{
    internal const int ByAddress = -1;
}

namespace Shim.Patching.Replacements.Names;

/// <summary>
/// What is asked. The case of a name counts: an answer may repeat it. (A class, as the code of a dictionary by a structure would have to be compiled
/// at the first look-up, which takes milliseconds. So would that of spans and arrays of one, see <see cref="NameLookup"/>.)
/// </summary>
/// <param name="Text">A host name, or an address.</param>
/// <param name="Family">The number of an address family, or <see cref="ByAddress"/>.</param>
internal sealed record LookupKey(string Text, int Family)
{
    /// <summary>The text is an address, whose name is asked.</summary>
    internal const int ByAddress = -1;
}

using System.Runtime.InteropServices;
using Shim.Patching.Interop;

namespace Shim.Patching.Replacements.Names;

/// <summary>The addresses, and the canonical name, of a host.</summary>
internal sealed unsafe class NameLookup(string name, int family) : Lookup(new LookupKey(name, family))
{
    private byte[]? _canonicalName;
    private byte[] _addresses = [];

    /// <summary>Sets what was found.</summary>
    /// <param name="canonicalName">In UTF-8; null when there is none.</param>
    /// <param name="addresses">One <see cref="NativeAddress"/> after the other, in the order in which they are to be tried.</param>
    internal void Found(ReadOnlySpan<byte> canonicalName, ReadOnlySpan<byte> addresses)
    {
        _canonicalName = canonicalName.IsEmpty ? null : canonicalName.ToArray();
        _addresses = addresses.ToArray();
        Error = ResolverError.None;
    }

    /// <summary>Gives the caller a copy of the answer in blocks of its own, which the caller's caller frees.</summary>
    internal void CopyTo(NativeHostEntry* entry)
    {
        *entry = default;
        if (_canonicalName is { } name)
        {
            byte* copy = (byte*)NativeMemory.Alloc((nuint)name.Length + 1);
            name.CopyTo(new Span<byte>(copy, name.Length));
            copy[name.Length] = 0;
            entry->CanonicalName = copy;
        }

        if (_addresses.Length > 0)
        {
            entry->Addresses = (NativeAddress*)NativeMemory.Alloc((nuint)_addresses.Length);
            _addresses.CopyTo(new Span<byte>(entry->Addresses, _addresses.Length));
            entry->AddressCount = _addresses.Length / sizeof(NativeAddress);
        }
    }

    protected override void Execute()
    {
        NativeHostEntry entry;
        Error = SystemNative.GetHostEntryForName(Key.Text, Key.Family, &entry);
        if (Error == ResolverError.None)
        {
            Found(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(entry.CanonicalName), new(entry.Addresses, entry.AddressCount * sizeof(NativeAddress)));
            SystemNative.FreeHostEntry(&entry);
        }
    }
}

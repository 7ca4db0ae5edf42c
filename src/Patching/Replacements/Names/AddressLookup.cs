using System.Net;
using System.Net.Sockets;

namespace Shim.Patching.Replacements.Names;

/// <summary>The name of the host that has an address.</summary>
internal sealed class AddressLookup(IPAddress address) : Lookup(new LookupKey(address.ToString(), LookupKey.ByAddress))
{
    internal string? Name { get; private set; }

    internal IPAddress Address { get; } = address;

    /// <summary>What <see cref="Lookup.Error"/> means.</summary>
    internal SocketError SocketError { get; private set; }

    protected override void Execute()
    {
        Name = NameResolution.CallTryGetNameInfo(Address, out SocketError socketError, out int error);
        SocketError = socketError;
        Error = error;
    }
}

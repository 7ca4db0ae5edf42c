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

    /// <summary>Sets what was found, or why nothing was.</summary>
    internal void Found(string? name, int error)
    {
        Name = name;
        Error = error;
        SocketError = error switch
        {
            ResolverError.None => SocketError.Success,
            ResolverError.TryAgain => SocketError.TryAgain,
            ResolverError.NoName => SocketError.HostNotFound,
            ResolverError.Fail => SocketError.NoRecovery,
            ResolverError.Family => SocketError.AddressFamilyNotSupported,
            _ => SocketError.SocketError,
        };
    }

    protected override void Execute()
    {
        Name = NameResolution.CallTryGetNameInfo(Address, out SocketError socketError, out int error);
        SocketError = socketError;
        Error = error;
    }
}

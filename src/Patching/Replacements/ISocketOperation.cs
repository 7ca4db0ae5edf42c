using System.Net.Sockets;

namespace Shim.Patching.Replacements;

/// <summary>A blocking socket call, as a thing to attempt until it need not wait any more. Results stay in its fields.</summary>
internal interface ISocketOperation
{
    /// <summary>Makes one attempt on a non-blocking descriptor. False: it would have to wait.</summary>
    public bool TryComplete(SafeSocketHandle handle, out SocketError error);
}

using System.Net.Sockets;

namespace Shim.Patching.Replacements;

/// <summary>A blocking socket call, as a thing to attempt until it need not wait any more. Results stay in its fields.</summary>
internal interface ISocketOperation
{
    /// <summary>Whether it can only be made on a descriptor that is non-blocking, since its system call has no MSG_DONTWAIT.</summary>
    public static abstract bool NeedsNonBlocking { get; }

    /// <summary>Whether it ends, without having received anything, when the socket is shut for receiving.</summary>
    public static abstract bool EndsWhenShut { get; }

    /// <summary>Whether nothing that can be waited for tells when it can go on, and it has to be asked again.</summary>
    public bool HasNoEvent { get; }

    /// <summary>How many bytes it has moved so far; of one that moves all it does in the attempt that completes it, anything below 1 before.</summary>
    public long Done { get; }

    /// <summary>Makes one attempt, which must not wait. False: it would have to.</summary>
    public bool TryComplete(SafeSocketHandle handle, out SocketError error);

    /// <summary>Sets the results to those of a receive that a shutdown ended; only of one that <see cref="EndsWhenShut"/>.</summary>
    public void End();
}

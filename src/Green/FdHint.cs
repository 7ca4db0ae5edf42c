namespace Shim.Green;

/// <summary>What the socket code has found out about a descriptor. Wrong guesses cost a poll or a system call, never data.</summary>
internal enum FdHint
{
    /// <summary>Nothing yet.</summary>
    Unknown,

    /// <summary>Datagrams, or no socket: a short read means nothing.</summary>
    Other,

    /// <summary>A stream, perhaps with data waiting.</summary>
    Stream,

    /// <summary>A stream whose last receive took all that had come: the next may poll first.</summary>
    Drained,
}

namespace Shim.Patching.Replacements.Files;

/// <summary>What stands behind a handle, as far as waiting for it goes.</summary>
internal enum StorageKind
{
    /// <summary>Memory as a whole, such as tmpfs and proc: never waits, but for the few files that <see cref="Storage.HasQueues"/> is about.</summary>
    Memory,

    /// <summary>A local disk, through the page cache.</summary>
    Disk,

    /// <summary>Anything else that has files (network, user space, unknown): may wait for longer than one likes to think.</summary>
    Remote,

    /// <summary>A pipe, terminal, socket or device: readiness can be waited for.</summary>
    Stream,

    /// <summary>As Stream, but non-blocking when last looked at: never waits, whatever it answers, until somebody who shares the open file clears that.</summary>
    NonBlocking,
}

namespace Shim.Patching.Replacements;

/// <summary>
/// What a replacement looks at before it relies on the others: closed as long as they are, or may yet become, the runtime's own methods again. Looked at after who comes
/// has been counted, closed before they are counted, or woken: one of the two sees the other.
/// </summary>
internal struct Shutter
{
    private volatile bool _isOpen;

    internal readonly bool IsClosed => !_isOpen;

    internal void Close()
    {
        _isOpen = false;
        Interlocked.MemoryBarrier();
    }

    /// <summary>To be called when all are applied, for good.</summary>
    internal void Open() => _isOpen = true;
}

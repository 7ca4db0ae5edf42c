namespace Shim.Green;

/// <summary>
/// A stack of native addresses. The framework's would be compiled at start-up for this element type, by the JIT, in each of its methods.
/// </summary>
internal struct PointerStack
{
    private nint[] _items = new nint[16];

    public PointerStack()
    {
    }

    internal int Count { get; private set; }

    internal void Push(nint item)
    {
        if (Count == _items.Length)
        {
            nint[] larger = new nint[Count * 2];
            for (int i = 0; i < Count; i++)
            {
                larger[i] = _items[i];
            }

            _items = larger;
        }

        _items[Count++] = item;
    }

    /// <summary>The last one pushed; 0 when there is none.</summary>
    internal nint Pop() => Count == 0 ? 0 : _items[--Count];
}

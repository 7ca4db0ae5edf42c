using System.Runtime.CompilerServices;

namespace Shim.Green;

/// <summary>First in, first out; a ring that doubles. Only the holder of the role touches it.</summary>
internal struct ReadyQueue
{
    private GreenThread?[] _ring = new GreenThread?[64];
    private int _head;
    private int _count;

    public ReadyQueue()
    {
    }

    internal readonly int Count => _count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Enqueue(GreenThread green)
    {
        if (_count == _ring.Length)
        {
            Grow();
        }

        _ring[(_head + _count) & (_ring.Length - 1)] = green;
        _count++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal GreenThread? Dequeue()
    {
        if (_count == 0)
        {
            return null;
        }

        ref GreenThread? slot = ref _ring[_head];
        GreenThread? green = slot;
        slot = null;
        _head = (_head + 1) & (_ring.Length - 1);
        _count--;
        return green;
    }

    /// <summary>One of those that are there, counted from the first.</summary>
    internal readonly GreenThread Peek(int index) => _ring[(_head + index) & (_ring.Length - 1)]!;

    /// <summary>Puts it before all others.</summary>
    internal void EnqueueFirst(GreenThread green)
    {
        if (_count == _ring.Length)
        {
            Grow();
        }

        _head = (_head - 1) & (_ring.Length - 1);
        _ring[_head] = green;
        _count++;
    }

    private void Grow()
    {
        GreenThread?[] larger = new GreenThread?[_ring.Length * 2];
        for (int i = 0; i < _count; i++)
        {
            larger[i] = _ring[(_head + i) & (_ring.Length - 1)];
        }

        _ring = larger;
        _head = 0;
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Shim.Loop;

/// <summary>
/// Active timers, the earliest on top: a heap with four children to a node, which is half as deep as a binary one, and whose
/// nodes hold the time besides the timer, so that comparing touches no other memory (libev: <c>DHEAP 4</c>, <c>EV_HEAP_CACHE_AT</c>).
/// </summary>
internal partial struct TimerHeap
{
    private const int Arity = 4;

    private Node[] _nodes = new Node[16];

    public TimerHeap()
    {
    }

    public int Count { get; private set; }

    public readonly long EarliestAt => _nodes[0].At;

    public readonly TimerWatcher Earliest => _nodes[0].Timer!;

    public void Add(TimerWatcher timer)
    {
        if (Count == _nodes.Length)
        {
            Array.Resize(ref _nodes, Count * 2);
        }
        SiftUp(Count++, new Node(timer.At, timer));
    }

    public void Remove(TimerWatcher timer)
    {
        int index = timer.ActiveIndex - 1;
        Node last = _nodes[--Count];
        _nodes[Count] = default;
        if (index < Count)
        {
            Place(index, last);
        }
        timer.ActiveIndex = 0;
    }

    /// <summary>Moves an active timer to where its changed time belongs.</summary>
    public readonly void Update(TimerWatcher timer) => Place(timer.ActiveIndex - 1, new Node(timer.At, timer));

    public readonly void Verify()
    {
        for (int i = 0; i < Count; i++)
        {
            EventLoop.Check(_nodes[i].Timer!.ActiveIndex == i + 1, "an active timer does not know its place");
            EventLoop.Check(_nodes[i].Timer!.At == _nodes[i].At, "a timer's time is not the cached one");
            EventLoop.Check(i == 0 || _nodes[Parent(i)].At <= _nodes[i].At, "the timers are not a heap");
        }
    }

    private static int Parent(int index) => (int)((uint)(index - 1) / Arity);

    private readonly void Place(int index, Node node)
    {
        if (index > 0 && node.At < _nodes[Parent(index)].At)
        {
            SiftUp(index, node);
        }
        else
        {
            SiftDown(index, node);
        }
    }

    // By reference, without bounds checks but the one for the hole: measured a sixth faster for Update. All other indices are below that one or the
    // count. The place that a timer remembers is wrong where two threads have used the loop at once, which must not write to what is not ours.
    private readonly void SiftUp(int hole, Node node)
    {
        Node[] array = _nodes;
        if ((uint)hole >= (uint)array.Length)
        {
            ThrowCorrupt();
        }
        ref Node nodes = ref MemoryMarshal.GetArrayDataReference(array);
        while (hole > 0)
        {
            int parent = Parent(hole);
            ref Node above = ref Unsafe.Add(ref nodes, parent);
            if (above.At <= node.At)
            {
                break;
            }
            Set(ref Unsafe.Add(ref nodes, hole), above, hole);
            hole = parent;
        }
        Set(ref Unsafe.Add(ref nodes, hole), node, hole);
    }

    private readonly void SiftDown(int hole, Node node)
    {
        Node[] array = _nodes;
        if ((uint)hole >= (uint)array.Length)
        {
            ThrowCorrupt();
        }
        ref Node nodes = ref MemoryMarshal.GetArrayDataReference(array);
        int count = Math.Min(Count, array.Length);
        for (; ; )
        {
            int child = hole * Arity + 1;
            if (child >= count)
            {
                break;
            }
            int least = child;
            long leastAt = Unsafe.Add(ref nodes, child).At;
            int end = Math.Min(child + Arity, count);
            while (++child < end)
            {
                long at = Unsafe.Add(ref nodes, child).At;
                if (at < leastAt)
                {
                    least = child;
                    leastAt = at;
                }
            }
            if (node.At <= leastAt)
            {
                break;
            }
            Set(ref Unsafe.Add(ref nodes, hole), Unsafe.Add(ref nodes, least), hole);
            hole = least;
        }
        Set(ref Unsafe.Add(ref nodes, hole), node, hole);
    }

    [DoesNotReturn]
    private static void ThrowCorrupt() => throw new InvalidOperationException("The event loop is corrupt: two threads have used it at once.");

    private static void Set(ref Node place, in Node node, int index)
    {
        place = node;
        node.Timer!.ActiveIndex = index + 1;
    }

    private readonly struct Node(long at, TimerWatcher? timer)
    {
        public readonly long At = at;
        public readonly TimerWatcher? Timer = timer;
    }
}

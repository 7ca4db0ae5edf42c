using System;
using System.Collections.Generic;
using System.Threading;

/// <summary>The bounded buffer of every threading textbook: Monitor.Wait and Pulse.</summary>
class BoundedBuffer<T>
{
    private readonly Queue<T> _items = new Queue<T>();
    private readonly int _capacity;
    private bool _closed;

    public BoundedBuffer(int capacity)
    {
        _capacity = capacity;
    }

    public int HighWater { get; private set; }

    public void Put(T item)
    {
        lock (_items)
        {
            while (_items.Count >= _capacity)
            {
                Monitor.Wait(_items);
            }
            if (_closed)
            {
                throw new InvalidOperationException("closed");
            }
            _items.Enqueue(item);
            HighWater = Math.Max(HighWater, _items.Count);
            Monitor.PulseAll(_items);
        }
    }

    public bool TryTake(out T item, TimeSpan timeout)
    {
        lock (_items)
        {
            while (_items.Count == 0)
            {
                if (_closed || !Monitor.Wait(_items, timeout))
                {
                    item = default(T);
                    return false;
                }
            }
            item = _items.Dequeue();
            Monitor.PulseAll(_items);
            return true;
        }
    }

    public void Close()
    {
        lock (_items)
        {
            _closed = true;
            Monitor.PulseAll(_items);
        }
    }
}

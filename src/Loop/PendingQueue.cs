namespace Shim.Loop;

/// <summary>The events of one priority that wait for delivery: a stack, as the last to be found is delivered first.</summary>
internal partial struct PendingQueue
{
    private Slot[] _slots = new Slot[8];

    public PendingQueue()
    {
    }

    /// <summary>How many slots are in use. Those of cancelled events count until they are popped.</summary>
    public int Count { get; private set; }

    public void Add(Watcher watcher, IoEvents events)
    {
        if (watcher.PendingIndex != 0)
        {
            _slots[watcher.PendingIndex - 1].Events |= events;
            return;
        }
        int index = Count;
        if (index == _slots.Length)
        {
            Array.Resize(ref _slots, index * 2);
        }
        ref Slot slot = ref _slots[index];
        slot.Watcher = watcher;
        slot.Events = events;
        Count = watcher.PendingIndex = index + 1;
    }

    /// <summary>Takes the last one off. It is forgotten before its callback runs, which may then throw or feed it again.</summary>
    /// <returns>Null if the event was cancelled.</returns>
    public Watcher? Pop(out IoEvents events)
    {
        ref Slot slot = ref _slots[--Count];
        events = slot.Events;
        Watcher? watcher = slot.Watcher;
        if (watcher is not null)
        {
            slot.Watcher = null;
            watcher.PendingIndex = 0;
        }
        return watcher;
    }

    /// <summary>Leaves an empty slot behind, as others may know the places above it.</summary>
    public readonly IoEvents Cancel(Watcher watcher)
    {
        ref Slot slot = ref _slots[watcher.PendingIndex - 1];
        slot.Watcher = null;
        watcher.PendingIndex = 0;
        return slot.Events;
    }

    public readonly void Verify(int priorityIndex)
    {
        for (int i = 0; i < Count; i++)
        {
            Watcher? watcher = _slots[i].Watcher;
            EventLoop.Check(watcher is null || watcher.PendingIndex == i + 1, "a pending watcher does not know its slot");
            EventLoop.Check(watcher is null || watcher.PriorityIndex == priorityIndex, "a watcher is pending at another's priority");
        }
    }

    private struct Slot
    {
        public Watcher? Watcher;
        public IoEvents Events;
    }
}

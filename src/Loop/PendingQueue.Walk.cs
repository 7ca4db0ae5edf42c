namespace Shim.Loop;

/// <content>Looking at all slots.</content>
internal partial struct PendingQueue
{
    /// <summary>Who waits in a slot; null if the event was cancelled.</summary>
    public readonly Watcher? this[int index] => _slots[index].Watcher;
}

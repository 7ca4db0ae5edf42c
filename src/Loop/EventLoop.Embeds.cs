namespace Shim.Loop;

/// <content>Loops inside the loop.</content>
public sealed partial class EventLoop
{
    private WatcherSet _embeds = new();

    internal void Start(EmbedWatcher watcher)
    {
        ThrowIfDisposed();
        if (watcher.IsActive)
        {
            return;
        }
        if (watcher.Other.BackendDescriptor < 0)
        {
            throw new NotSupportedException("A loop whose backend has no descriptor cannot be embedded.");
        }
        Start(ref _embeds, watcher);
        watcher.Begin();
    }

    internal void Stop(EmbedWatcher watcher)
    {
        if (Stop(ref _embeds, watcher))
        {
            watcher.End();
        }
    }

    /// <summary>Has an embed watcher's callback run.</summary>
    internal void FeedEmbed(EmbedWatcher watcher, IoEvents error) => Feed(watcher, IoEvents.Embed | error);
}

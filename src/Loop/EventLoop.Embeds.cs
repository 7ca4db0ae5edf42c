namespace Shim.Loop;

/// <content>Loops inside the loop.</content>
public sealed partial class EventLoop
{
    private WatcherSet _embeds = new();

    /// <summary>For loops that embed each other, which would go on preparing each other for ever.</summary>
    internal bool IsPreparingEmbeds { get; private set; }

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

    /// <summary>
    /// Makes the embedded loops ready for the wait. After all prepare callbacks, which may still start watchers in them; not by one itself, since
    /// those run in <see cref="Run"/> and the same has to be done when somebody else waits for this loop.
    /// </summary>
    private void PrepareEmbeds()
    {
        bool wasPreparing = IsPreparingEmbeds;
        IsPreparingEmbeds = true;
        try
        {
            // Backwards, as callbacks may stop some: that puts the last in the place of one that leaves.
            for (int i = _embeds.Count - 1; i >= 0; i--)
            {
                if (i < _embeds.Count)
                {
                    ((EmbedWatcher)_embeds[i]).BeforePoll();
                }
            }
        }
        finally
        {
            IsPreparingEmbeds = wasPreparing;
        }
    }

    /// <summary>Has an embed watcher's callback run.</summary>
    internal void FeedEmbed(EmbedWatcher watcher, IoEvents error) => Feed(watcher, IoEvents.Embed | error);
}

using System.Diagnostics.Tracing;

/// <summary>Is told by the runtime when garbage is collected.</summary>
sealed class CollectionListener : EventListener
{
    const EventKeywords Collections = (EventKeywords)1;

    public ManualResetEventSlim Seen { get; } = new();

    protected override void OnEventSourceCreated(EventSource source)
    {
        if (source.Name == "Microsoft-Windows-DotNETRuntime")
        {
            EnableEvents(source, EventLevel.Informational, Collections);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs e)
    {
        if (e.EventName.StartsWith("GCStart"))
        {
            Seen.Set();
        }
    }
}

namespace Shim.Green;

/// <summary>Where async code meets green threads.</summary>
public sealed unsafe partial class Hub
{
    private int _idleCrewMembers;
    private PostedCalls? _posted;
    private HubSynchronizationContext? _synchronizationContext;
    private GreenTaskScheduler? _taskScheduler;

    /// <summary>
    /// Runs what is posted to it on green threads of this hub: <c>await</c> continues there where this is the current context. It is that on every
    /// green thread with <see cref="HubOptions.ContinueOnHub"/>. Any thread; always the same object.
    /// </summary>
    public HubSynchronizationContext SynchronizationContext =>
        _synchronizationContext ?? Made(ref _synchronizationContext, new HubSynchronizationContext(this));

    /// <summary>What is the current synchronization context on green threads, until they set another.</summary>
    internal HubSynchronizationContext? CurrentContext => Options.ContinueOnHub ? SynchronizationContext : null;

    internal PostedCalls Posted => _posted ?? Made(ref _posted, new PostedCalls(this));

    internal GreenTaskScheduler TaskScheduler => _taskScheduler ?? Made(ref _taskScheduler, new GreenTaskScheduler(this));

    /// <summary>Members of crews that wait for work. Any thread; a snapshot.</summary>
    internal int IdleCrewMembers => Volatile.Read(ref _idleCrewMembers);

    /// <summary>Any thread.</summary>
    internal void CountIdle(int change) => Interlocked.Add(ref _idleCrewMembers, change);

    /// <summary>To be called on a thread that has become green.</summary>
    internal void SetContext()
    {
        if (Options.ContinueOnHub && System.Threading.SynchronizationContext.Current is null)
        {
            System.Threading.SynchronizationContext.SetSynchronizationContext(SynchronizationContext);
        }
    }

    // Without a lock: of two that were made at once, one is kept.
    private static T Made<T>(ref T? place, T made)
        where T : class => Interlocked.CompareExchange(ref place, made, null) ?? made;
}

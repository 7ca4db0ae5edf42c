namespace Shim.Green;

/// <summary>
/// Runs what is posted to it on pooled green threads of its hub, begun in the order of posting. Each call has its green thread to itself: one
/// that waits holds up no other, so a green thread may block on a task whose continuation comes this way.
/// </summary>
/// <remarks>Not a lock, as the contexts of user interfaces are: while one call waits, others run.</remarks>
public sealed class HubSynchronizationContext : SynchronizationContext
{
    private readonly Hub _hub;
    private int _operations;

    internal HubSynchronizationContext(Hub hub) => _hub = hub;

    /// <summary>The <c>async void</c> methods that began here and have not ended. Any thread; a snapshot.</summary>
    public int Operations => Volatile.Read(ref _operations);

    /// <summary>Queues a call, with the execution context of the caller. Any thread.</summary>
    /// <param name="d">What to call. An exception that leaves it ends the process, as on any thread.</param>
    /// <param name="state">With what.</param>
    /// <exception cref="OutOfMemoryException">The system has no thread to run it.</exception>
    public override void Post(SendOrPostCallback d, object? state)
    {
        ArgumentNullException.ThrowIfNull(d);
        _hub.Posted.Add(new PostedCall(d, state, ExecutionContext.Capture(), this));
    }

    /// <summary>Calls on a green thread of the hub and returns afterwards: at once on one of them, after a wait on any other thread.</summary>
    /// <param name="d">What to call. Its exception comes out of here.</param>
    /// <param name="state">With what.</param>
    public override void Send(SendOrPostCallback d, object? state)
    {
        ArgumentNullException.ThrowIfNull(d);
        if (GreenThread.Current?.Hub == _hub)
        {
            d(state);
            return;
        }

        _hub.TaskScheduler.Start(() => Sent(d, state), CancellationToken.None).GetAwaiter().GetResult();
    }

    /// <summary>Itself: it has no state that a copy could have of its own, and awaits compare by reference.</summary>
    public override SynchronizationContext CreateCopy() => this;

    /// <summary>An <c>async void</c> method begins.</summary>
    public override void OperationStarted() => Interlocked.Increment(ref _operations);

    /// <summary>An <c>async void</c> method has ended.</summary>
    public override void OperationCompleted() => Interlocked.Decrement(ref _operations);

    private void Sent(SendOrPostCallback d, object? state)
    {
        SetSynchronizationContext(this);
        d(state);
    }
}

namespace Shim.Green;

/// <summary>Runs tasks on green threads, as Task.Run does on pool threads.</summary>
internal sealed class GreenTaskScheduler : TaskScheduler
{
    // What Task.Run says, and that the task's own code shall not see this scheduler: what it starts is started as anywhere.
    private const TaskCreationOptions Options = TaskCreationOptions.DenyChildAttach | TaskCreationOptions.HideScheduler;

    private readonly Hub _hub;
    private readonly SendOrPostCallback _execute;

    internal GreenTaskScheduler(Hub hub)
    {
        _hub = hub;
        _execute = task => TryExecuteTask((Task)task!);
    }

    // What is cancelled already is cancelled at once, as for Task.Run.
    internal Task Start(Action action, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? Task.FromCanceled(cancellationToken) : Task.Factory.StartNew(action, cancellationToken, Options, this);

    internal Task<T> Start<T>(Func<T> function, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? Task.FromCanceled<T>(cancellationToken) : Task.Factory.StartNew(function, cancellationToken, Options, this);

    internal Task StartAsync(Func<Task?> function, CancellationToken cancellationToken) =>
        Start(() => Begin(function, Task.FromCanceled), cancellationToken).Unwrap();

    internal Task<T> StartAsync<T>(Func<Task<T>?> function, CancellationToken cancellationToken) =>
        Start(() => Begin(function, Task.FromCanceled<T>), cancellationToken).Unwrap();

    protected override void QueueTask(Task task) => _hub.Posted.Add(new PostedCall(_execute, task, null, _hub.CurrentContext));

    /// <summary>Never: it is to run on a green thread of its own, not on that of whoever waits for it.</summary>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        foreach (PostedCall call in _hub.Posted.Snapshot())
        {
            if (call.State is Task task && call.Callback == _execute)
            {
                yield return task;
            }
        }
    }

    // Its awaits are to come back to green threads, whatever the rest of the program's do.
    private T Begin<T>(Func<T?> function, Func<CancellationToken, T> cancelled)
        where T : Task
    {
        SynchronizationContext.SetSynchronizationContext(_hub.SynchronizationContext);
        try
        {
            return function()!; // null is for Unwrap to deal with
        }
        catch (OperationCanceledException e)
        {
            // Task.Run takes that for a cancelled task, too, when it is thrown before the function has a task to return.
            return cancelled(e.CancellationToken.IsCancellationRequested ? e.CancellationToken : new CancellationToken(true));
        }
    }
}

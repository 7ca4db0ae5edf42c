using System.Runtime.CompilerServices;

namespace Shim.Green;

/// <summary>Green threads for async code, and async code for green threads.</summary>
public sealed unsafe partial class GreenThread
{
    /// <summary>
    /// Runs blocking code on a green thread of the default hub, as Task.Run does on a pool thread: exceptions and cancellation go to the task, the
    /// execution context flows. Any thread.
    /// </summary>
    /// <param name="action">What to run.</param>
    /// <param name="cancellationToken">Cancels it as long as it has not begun.</param>
    /// <exception cref="FormatException">The hub is to be started, and a variable of the environment holds what it cannot; the message names it.</exception>
    /// <exception cref="ArgumentException">The same of a variable that names a switcher or a backend of the loop.</exception>
    public static Task Run(Action action, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(action);
        return SchedulerOfCaller.Start(action, cancellationToken);
    }

    /// <summary>As <see cref="Run(Action, CancellationToken)"/>, for code with a result.</summary>
    /// <param name="function">What to run.</param>
    /// <param name="cancellationToken">Cancels it as long as it has not begun.</param>
    public static Task<T> Run<T>(Func<T> function, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        return SchedulerOfCaller.Start(function, cancellationToken);
    }

    /// <summary>
    /// Runs async code on green threads of the default hub: it begins on one, and what comes after each <c>await</c> runs on one, too (unless
    /// <c>ConfigureAwait(false)</c> sends it to the thread pool). It may block wherever it likes. Any thread.
    /// </summary>
    /// <param name="function">What to run.</param>
    /// <param name="cancellationToken">Cancels it as long as it has not begun.</param>
    /// <returns>Ends as the task does that the function returns.</returns>
    public static Task Run(Func<Task?> function, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        return SchedulerOfCaller.StartAsync(function, cancellationToken);
    }

    /// <summary>As <see cref="Run(Func{Task?}, CancellationToken)"/>, for code with a result.</summary>
    /// <param name="function">What to run.</param>
    /// <param name="cancellationToken">Cancels it as long as it has not begun.</param>
    public static Task<T> Run<T>(Func<Task<T>?> function, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        return SchedulerOfCaller.StartAsync(function, cancellationToken);
    }

    /// <summary>
    /// A task that completes when this green thread has run to its end. It never fails, as <see cref="Join"/> does not: an exception that leaves
    /// a green thread ends the process. Any thread.
    /// </summary>
    public Task AsTask() => _completion.AsTask();

    /// <summary>Lets async code await the end of this green thread, wherever it runs.</summary>
    public TaskAwaiter GetAwaiter() => AsTask().GetAwaiter();

    private static GreenTaskScheduler SchedulerOfCaller => (t_current?.Hub ?? Hub.Default).TaskScheduler;
}

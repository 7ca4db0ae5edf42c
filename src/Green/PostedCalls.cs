using System.Collections.Concurrent;
using System.Diagnostics;

namespace Shim.Green;

/// <summary>Continuations and tasks that run on green threads of their hub, begun in the order in which they were queued.</summary>
[StackTraceHidden]
internal sealed class PostedCalls(Hub hub) : Crew(hub)
{
    // Others get a turn after this time, should none of the calls wait. A switch costs a ten thousandth of it.
    private static readonly long s_turn = Stopwatch.Frequency / 1000;

    private static readonly ContextCallback s_run = static member => ((CallRun)member!).Run();

    [ThreadStatic]
    private static CallRun? t_run;

    private readonly ConcurrentQueue<PostedCall> _calls = new();

    // Every call may wait for another: any bound could be the one that they all wait behind.
    protected override int MostMembers => int.MaxValue;

    /// <summary>Queues a call. Any thread.</summary>
    /// <exception cref="OutOfMemoryException">The system has no thread to run it.</exception>
    internal void Add(in PostedCall call)
    {
        _calls.Enqueue(call);
        Request();
    }

    /// <summary>A snapshot, for debuggers.</summary>
    internal PostedCall[] Snapshot() => _calls.ToArray();

    protected override void OnJoined(GreenThread member) => t_run = new CallRun();

    protected override void OnLeaving(GreenThread member) => t_run = null;

    protected override bool Work()
    {
        CallRun run = t_run!;
        if (!_calls.TryDequeue(out run.Call))
        {
            return false;
        }

        if (!_calls.IsEmpty)
        {
            Request();
        }

        long end = Stopwatch.GetTimestamp() + s_turn;
        do
        {
            // What it changes (AsyncLocals, culture, the synchronization context) is taken back by Run.
            ExecutionContext.Run(run.Call.Flowed ?? run.Default, s_run, run);
            run.Call = default;
            if (Stopwatch.GetTimestamp() >= end)
            {
                return true;
            }
        }
        while (_calls.TryDequeue(out run.Call));

        return false;
    }

    /// <summary>The call that a member has taken: kept, so that none allocates anything.</summary>
    private sealed class CallRun
    {
        internal PostedCall Call;

        // Captured where nothing has flowed to: the default one, which cannot be had otherwise.
        internal ExecutionContext Default { get; } = ExecutionContext.Capture()!;

        internal void Run()
        {
            SynchronizationContext.SetSynchronizationContext(Call.Current);
            Call.Callback(Call.State);
        }
    }
}

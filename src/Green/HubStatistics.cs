namespace Shim.Green;

/// <summary>What a hub has done so far.</summary>
public readonly record struct HubStatistics
{
    /// <summary>How often a green thread came back to its own code after it had entered the scheduler: waits, yields and calls that made others ready.</summary>
    public long Switches { get; init; }

    /// <summary>How often a green thread gave up the carrier to wait.</summary>
    public long Parks { get; init; }

    /// <summary>Iterations of the loop.</summary>
    public long Rounds { get; init; }

    /// <summary>
    /// Green threads started on pooled threads: one for each <see cref="GreenThread.Spawn"/>; for <see cref="GreenThread.Run(Action, CancellationToken)"/>, posted calls and
    /// handlers of signals as many as waited at the same time, as one serves many in turn.
    /// </summary>
    public long Spawned { get; init; }

    /// <summary>Threads that became green threads.</summary>
    public long Enlisted { get; init; }

    /// <summary>Threads that should have become green but run natively, for lack of memory.</summary>
    public long NotEnlisted { get; init; }

    /// <summary>Green threads that have not ended.</summary>
    public long Live { get; init; }

    /// <summary>Signals whose handlers ran on green threads.</summary>
    public long SignalsHandled { get; init; }

    /// <summary>Signals whose handlers ran on a thread of the runtime, because the loop did not come round in time.</summary>
    public long SignalsMissed { get; init; }

    /// <summary>How often the role moved to a spare carrier because a green thread blocked or burned CPU.</summary>
    public long HandOvers { get; init; }

    /// <summary>How many of <see cref="HandOvers"/> were for a wait inside the runtime that begins without the program's doing: for a class constructor,
    /// for a lock of the runtime's own, or, at the end of Main, for other threads.</summary>
    public long RuntimeHandOvers { get; init; }

    /// <summary>How many of <see cref="HandOvers"/> a green thread began by itself, because it was known to keep the carrier for long.</summary>
    public long StepsAside { get; init; }

    /// <summary>How often receives or sends of several green threads were made by one system call.</summary>
    public long Batches { get; init; }

    /// <summary>How many receives and sends that were.</summary>
    public long BatchedCalls { get; init; }

    /// <summary>Carriers that exist.</summary>
    public int Carriers { get; init; }
}

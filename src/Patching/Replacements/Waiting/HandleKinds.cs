namespace Shim.Patching.Replacements.Waiting;

/// <summary>What is known of the handles of one wait; a bit for each.</summary>
/// <param name="Mutexes">Belong to the thread that waits for them.</param>
/// <param name="Manual">Events that stay set: nothing is taken from them.</param>
/// <param name="ForOne">A signal of theirs is one waiter's.</param>
/// <param name="Unknown">May be anything.</param>
internal readonly record struct HandleKinds(ulong Mutexes, ulong Manual, ulong ForOne, ulong Unknown)
{
    internal static HandleKinds OneMutex => new(1, 0, 1, 0);

    /// <summary>The same, with one handle more.</summary>
    internal HandleKinds With(int index, WaitHandle handle)
    {
        ulong bit = 1ul << index;
        return handle switch
        {
            Mutex => this with { Mutexes = Mutexes | bit, ForOne = ForOne | bit },
            AutoResetEvent or Semaphore => this with { ForOne = ForOne | bit },
            ManualResetEvent => this with { Manual = Manual | bit },
            EventWaitHandle => this, // of either kind
            _ => this with { Unknown = Unknown | bit },
        };
    }
}

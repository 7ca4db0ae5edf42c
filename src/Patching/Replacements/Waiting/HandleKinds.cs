namespace Shim.Patching.Replacements.Waiting;

/// <summary>What is known of the handles of one wait; a bit for each.</summary>
/// <param name="Mutexes">Belong to the thread that waits for them.</param>
/// <param name="Manual">Events that stay set: nothing is taken from them.</param>
/// <param name="ForOne">A signal of theirs is one waiter's.</param>
/// <param name="Unknown">May be anything, or, once <see cref="HandleWaits"/> has looked, anything but a mutex.</param>
internal readonly record struct HandleKinds(ulong Mutexes, ulong Manual, ulong ForOne, ulong Unknown)
{
    internal static HandleKinds OneMutex => new(1, 0, 1, 0);

    internal static HandleKinds OneUnknown => new(0, 0, 0, 1);

    /// <summary>Whether a handle may be of a kind that its class does not tell: a class of the program's own.</summary>
    internal static bool IsUnknown(WaitHandle handle) => handle is not (EventWaitHandle or Semaphore or Mutex);

    /// <summary>The same, with one that was unknown found to be a mutex.</summary>
    internal HandleKinds WithMutex(int index) =>
        this with { Mutexes = Mutexes | 1ul << index, ForOne = ForOne | 1ul << index, Unknown = Unknown & ~(1ul << index) };

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

namespace Shim.Loop;

/// <summary>What was caught of a signal between its first claim and its last release. A new one for each first claim, so that nobody need clear what may be another's.</summary>
internal sealed class CaughtSignal
{
    private int _isCaught;
    private int _ahead;

    public void Note() => Interlocked.Exchange(ref _isCaught, 1);

    public bool Take() => Volatile.Read(ref _isCaught) != 0 && Interlocked.Exchange(ref _isCaught, 0) != 0;

    public void NoteAhead() => Interlocked.Increment(ref _ahead);

    public bool TakeAhead()
    {
        int count;
        do
        {
            count = Volatile.Read(ref _ahead);
        }
        while (count > 0 && Interlocked.CompareExchange(ref _ahead, count - 1, count) != count);
        return count > 0;
    }
}

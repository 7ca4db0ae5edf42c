namespace Shim.Green;

/// <summary>
/// Learns what follows a receive that filled its buffer. Either more is there (a stream of data), or nothing (a request that happens to
/// be as long as the buffer); the length tells the two apart better than chance. Where a receive after a full one of a certain length
/// found nothing, the following ones poll first: once, then twice, up to 32 times, and in between one tries and may find out otherwise.
/// </summary>
internal struct FullReads
{
    private const byte LongestRun = 32;

    private int _last;
    private int _dry;
    private byte _run;
    private byte _left;

    /// <summary>Whether the next receive should poll before it tries.</summary>
    internal bool TakePollFirst()
    {
        if (_last == 0 || _last != _dry || _left == 0)
        {
            return false;
        }

        _left--;
        return true;
    }

    /// <summary>A receive that tried first found nothing.</summary>
    internal void FoundNothing()
    {
        _run = _dry != _last || _run == 0 ? (byte)1 : Math.Min((byte)(_run * 2), LongestRun);
        _dry = _last;
        _left = _run;
    }

    /// <summary>A receive that tried first found data.</summary>
    internal void FoundData()
    {
        if (_last == _dry)
        {
            _dry = 0;
            _run = 0;
        }
    }

    /// <summary>A receive is over.</summary>
    /// <param name="length">What it brought if that filled the buffer, else 0.</param>
    internal void Note(int length) => _last = length;
}

using Shim.Green;

namespace Bench.Measures;

/// <summary>Two green threads that wake each other in turn through park and unpark alone.</summary>
internal sealed class PingPongTable
{
    private readonly GreenThread?[] _waiter = new GreenThread?[2];
    private readonly long[] _ticket = new long[2];

    internal void Play(int side, int turns)
    {
        GreenThread me = GreenThread.Current!;
        for (int i = 0; i < turns; i++)
        {
            _ticket[side] = me.BeginWait();
            _waiter[side] = me;
            if (_waiter[1 - side] is { } other)
            {
                _waiter[1 - side] = null;
                _ = other.TryUnpark(_ticket[1 - side]);
            }
            else if (i > 0)
            {
                // The other one has played all its turns.
                me.CancelWait(_ticket[side]);
                _waiter[side] = null;
                continue;
            }
            _ = me.Park(_ticket[side]);
        }
        if (_waiter[1 - side] is { } last)
        {
            _waiter[1 - side] = null;
            _ = last.TryUnpark(_ticket[1 - side]);
        }
    }
}

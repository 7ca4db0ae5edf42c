using System.Runtime.CompilerServices;

namespace Shim.Green;

/// <summary>
/// A lock for a handful of instructions. Green threads and native threads share the structures behind it, so it must not be a monitor
/// (monitors are patched and would come back here) and must never be held across a switch.
/// </summary>
internal struct SpinGate
{
    private int _held;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Enter()
    {
        if (Interlocked.CompareExchange(ref _held, 1, 0) != 0)
        {
            Contend();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Exit() => Volatile.Write(ref _held, 0);

    private void Contend()
    {
        for (int spins = 0; ; spins++)
        {
            if (Volatile.Read(ref _held) == 0 && Interlocked.CompareExchange(ref _held, 1, 0) == 0)
            {
                return;
            }

            // With one core the holder runs only if we step aside; 20 pauses are about a microsecond.
            if (spins < 20)
            {
                Thread.SpinWait(10);
            }
            else
            {
                StepBack.Once(spins - 20);
            }
        }
    }
}

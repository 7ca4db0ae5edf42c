using Shim.Loop.Tests.Interop;

namespace Shim.Loop.Tests.Support;

/// <summary>The system's clock, but for a wall clock that the test may set, from any thread.</summary>
internal sealed class SettableClock : IClock, IDisposable
{
    private readonly (int Read, int Write) _pipe = Libc.Pipe();
    private long _offset = 1_700_000_000_000_000_000;

    public long Now => MonotonicClock.Instance.Now;

    public long WallNow => Now + Volatile.Read(ref _offset);

    /// <summary>A pipe, as a clock that is not set again is told of once.</summary>
    public int OpenJumpDescriptor()
    {
        while (Libc.WaitReadable(_pipe.Read, 0))
        {
            Libc.ReadByte(_pipe.Read);
        }
        return Libc.Dup(_pipe.Read);
    }

    public void Set(long ahead)
    {
        Interlocked.Add(ref _offset, ahead);
        Libc.WriteByte(_pipe.Write);
    }

    public void Sleep(long nanoseconds) => MonotonicClock.Instance.Sleep(nanoseconds);

    public void Dispose()
    {
        Libc.Close(_pipe.Read);
        Libc.Close(_pipe.Write);
    }
}

using System.Numerics;
using System.Runtime.InteropServices;
using Shim.Green.Interop;
using Shim.Loop;
using LoopLibc = Shim.Loop.Interop.Libc;

namespace Shim.Green;

/// <summary>
/// Receives and sends of many sockets in one system call. io_uring serves here as a list of calls and as nothing else: each is one that must not wait
/// (MSG_DONTWAIT), so all are over when the call returns. Nothing is ever under way in the kernel: no buffer that it may still write to, no descriptor that
/// it keeps open, nothing to cancel.
/// </summary>
/// <remarks>
/// The bytes pass through memory of this class, not through the caller's: a green thread must not hold pieces of the heap in place while it is parked.
/// All methods but <see cref="Take"/> are for the holder of the role, in scheduler state.
/// </remarks>
internal sealed unsafe class SocketBatch : IDisposable
{
    /// <summary>The longest transfer, in bytes. What is longer is dominated by the copying, not by the way into the kernel.</summary>
    internal const int SlotSize = 2048;

    /// <summary>How many calls can wait for their turn, or lie done and not taken.</summary>
    internal const int Capacity = 64;

    // As the result of a call: it was not made, and the caller is to make it.
    private const int NotMade = int.MinValue;

    private readonly IoUringRing _ring;
    private readonly FdWaiter?[] _calls = new FdWaiter?[Capacity];
    private readonly int[] _results = new int[Capacity];
    private readonly byte* _memory;
    private ulong _free = ulong.MaxValue;

    private SocketBatch(IoUringRing ring)
    {
        _ring = ring;
        _memory = (byte*)NativeMemory.AlignedAlloc(SlotSize * Capacity, 4096);
    }

    /// <summary>How many calls wait.</summary>
    internal int Count { get; private set; }

    /// <summary>Null where there is no io_uring that does calls at once, and where a filter of system calls, which may kill who tries, would have to tell.</summary>
    internal static SocketBatch? TryCreate()
    {
        const int getSeccomp = 21; // <linux/prctl.h>: PR_GET_SECCOMP
        if (Libc.Prctl(getSeccomp, 0, 0, 0, 0) != 0)
        {
            return null;
        }

        // Without an exception: the caller is the scheduler.
        if (IoUringRing.TryCreate(Capacity, Capacity * 2) is not { } ring)
        {
            return null;
        }

        SocketBatch batch = new(ring);
        if (batch.PassesTest())
        {
            return batch;
        }

        batch.Dispose();
        return null;
    }

    /// <summary>Lists a receive of at most <see cref="FdWaiter.Length"/> bytes. False when there is no room.</summary>
    internal bool AddReceive(FdWaiter waiter)
    {
        if (Count == Capacity || !TryRent(waiter))
        {
            return false;
        }

        _ring.AddTransfer(isSend: false, waiter.Fd, Memory(waiter), (uint)Math.Min(waiter.Length, SlotSize), (ulong)(waiter.Slot - 1));
        _calls[Count++] = waiter;
        return true;
    }

    /// <summary>Lists a send of what is copied from <paramref name="data"/>, no longer than a slot. False when there is no room.</summary>
    internal bool AddSend(FdWaiter waiter, ReadOnlySpan<byte> data)
    {
        if (Count == Capacity || !TryRent(waiter))
        {
            return false;
        }

        data.CopyTo(new Span<byte>(Memory(waiter), SlotSize));
        _ring.AddTransfer(isSend: true, waiter.Fd, Memory(waiter), (uint)data.Length, (ulong)(waiter.Slot - 1));
        _calls[Count++] = waiter;
        return true;
    }

    /// <summary>Makes all calls. False when the kernel did not do what it was trusted to: the batch is to be given up.</summary>
    internal bool Run()
    {
        int count = Count;
        Count = 0;
        return _ring.Transfer(count, _results);
    }

    /// <summary>One of those whose calls the last run was to make.</summary>
    internal FdWaiter Forget(int index)
    {
        FdWaiter waiter = _calls[index]!;
        _calls[index] = null;
        return waiter;
    }

    /// <summary>The result of a call, a count or a negative errno, and what was received. False when it was not made. Any thread: the one whose call it was.</summary>
    internal bool Take(FdWaiter waiter, Span<byte> buffer, out int result)
    {
        result = _results[waiter.Slot - 1];
        bool isMade = result != NotMade;
        if (isMade && !buffer.IsEmpty && result > 0)
        {
            new ReadOnlySpan<byte>(Memory(waiter), result).CopyTo(buffer);
        }

        ulong slot = 1UL << (waiter.Slot - 1);
        waiter.Slot = 0;
        Interlocked.Or(ref _free, slot);
        return isMade;
    }

    /// <summary>Only when no call waits and none is to be taken.</summary>
    public void Dispose()
    {
        _ring.Dispose();
        NativeMemory.AlignedFree(_memory);
    }

    /// <summary>For tests: what follows is refused by the kernel.</summary>
    internal void CloseRing() => _ring.CloseDescriptor();

    private byte* Memory(FdWaiter waiter) => _memory + ((waiter.Slot - 1) * SlotSize);

    private bool TryRent(FdWaiter waiter)
    {
        ulong free = Volatile.Read(ref _free);
        if (free == 0)
        {
            return false;
        }

        // Only the holder of the role takes, so this one is still free.
        int index = BitOperations.TrailingZeroCount(free);
        Interlocked.And(ref _free, ~(1UL << index));
        waiter.Slot = index + 1;
        _results[index] = NotMade;
        return true;
    }

    // A receive that finds nothing, a send, a receive that finds what was sent: in this order, all at once, with these results.
    private bool PassesTest()
    {
        int* ends = stackalloc int[2];
        if (Libc.SocketPair(Libc.AF_UNIX, Libc.SOCK_STREAM | Libc.SOCK_CLOEXEC, 0, ends) != 0)
        {
            return false;
        }

        FdWaiter early = new() { Fd = ends[0], Length = 8 };
        FdWaiter send = new() { Fd = ends[1] };
        FdWaiter late = new() { Fd = ends[0], Length = 8 };
        AddReceive(early);
        AddSend(send, "shim"u8);
        AddReceive(late);
        bool isIntact = Run();
        Span<byte> got = stackalloc byte[8];
        bool isRight = Take(early, default, out int result) && result == -LoopLibc.EAGAIN;
        isRight &= Take(send, default, out result) && result == 4;
        isRight &= Take(late, got, out result) && result == 4 && got[..4].SequenceEqual("shim"u8);
        Array.Clear(_calls);
        Libc.Close(ends[0]);
        Libc.Close(ends[1]);
        return isRight && isIntact;
    }
}

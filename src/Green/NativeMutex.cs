using System.Text;

namespace Shim.Green;

/// <summary>
/// Tells whether an OS thread waits for a native mutex: a lock of the runtime's own, such as that of a class constructor, or one of native code. Its
/// holder may be a parked green thread, and then it never comes free while the waiting one has the carrier.
/// </summary>
/// <remarks>
/// The kernel says which system call a thread is in, with its arguments. glibc waits for a mutex with FUTEX_WAIT, private or shared, no time-out, and the
/// value 2 (nptl/lowlevellock.c) or, when it is robust, its holder's id with the bit for waiters (nptl/pthread_mutex_lock.c); everything else that the
/// runtime sleeps in, its events and condition variables, uses FUTEX_WAIT_BITSET. So nothing that a managed program waits in looks the same.
/// </remarks>
internal static class NativeMutex
{
    private const string Futex = "202";
    private const long Contended = 2;
    private const long FutexWaiters = 0x80000000; // linux/futex.h

    /// <summary>The address of the mutex that the thread waits for at this moment. 0 when it does not, or the kernel does not tell.</summary>
    /// <param name="tid">The kernel's id of a thread of this process.</param>
    internal static long AwaitedBy(int tid) =>
        // The call's number, then its arguments: the address, the operation, the value, the time-out.
        Encoding.ASCII.GetString(TaskFile.Read(tid, "syscall"u8)).Split(' ') is [Futex, var address, "0x0" or "0x80", var value, "0x0", ..]
            && Number(value) is var number && (number == Contended || (number & FutexWaiters) != 0)
            ? Number(address)
            : 0;

    // "0x" and the number. By hand: TryParse would bring in cultures (see TaskFile).
    private static long Number(string hex)
    {
        long number = 0;
        foreach (char digit in hex.AsSpan(2))
        {
            number = (number << 4) | (uint)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
        }

        return number;
    }
}

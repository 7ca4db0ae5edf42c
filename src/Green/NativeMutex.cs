using System.Globalization;
using System.Text;

namespace Shim.Green;

/// <summary>
/// Tells whether an OS thread waits for a native mutex: a lock of the runtime's own, such as that of a class constructor, or one of native code. Its
/// holder may be a parked green thread, and then it never comes free while the waiting one has the carrier.
/// </summary>
/// <remarks>
/// The kernel says which system call a thread is in, with its arguments. glibc waits for a mutex with FUTEX_WAIT (private), the value 2 and no
/// time-out (nptl/lowlevellock.c); everything else that the runtime sleeps in, its events and condition variables, uses FUTEX_WAIT_BITSET. So nothing that
/// a managed program waits in looks the same.
/// </remarks>
internal static class NativeMutex
{
    private const string Futex = "202 ";
    private const string WaitForMutex = " 0x80 0x2 0x0 ";

    /// <summary>Whether the thread sleeps in such a wait at this moment. False where the kernel does not tell.</summary>
    /// <param name="tid">The kernel's id of a thread of this process.</param>
    internal static bool IsAwaitedBy(int tid)
    {
        try
        {
            byte[] call = File.ReadAllBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/self/task/{tid}/syscall"));
            string text = Encoding.ASCII.GetString(call);
            return text.StartsWith(Futex, StringComparison.Ordinal) && text.Contains(WaitForMutex, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

using System.Diagnostics;
using System.Runtime;
using System.Runtime.CompilerServices;
using Shim.Green;

namespace Shim.Patching.Replacements;

/// <summary>
/// Which System.Threading.Lock an event belongs to. Whoever waits for such a lock waits for its event, and the event does not know its lock; the
/// lock knows who holds it.
/// </summary>
/// <remarks>
/// Not a ConditionalWeakTable: that takes a lock, and this runs where a lock is found contended for the first time, be it that one.
/// </remarks>
[StackTraceHidden]
internal static unsafe class LockEvents
{
    internal static nint s_create;

    private static SpinGate s_gate;
    private static DependentHandle[] s_handles = new DependentHandle[16];
    private static int s_count;

    /// <summary>Lock.CreateWaitEvent(bool), <c>this</c> first: once for each lock that somebody has to wait for.</summary>
    internal static AutoResetEvent CreateWaitEvent(Lock self, bool useTrivialWaits)
    {
        AutoResetEvent made = ((delegate*<Lock, bool, AutoResetEvent>)s_create)(self, useTrivialWaits);

        // Not a conversion, which the compiler takes for the beginning of a mistake.
        Add(made, Unsafe.As<Lock, object>(ref self));
        return made;
    }

    /// <summary>The lock, a System.Threading.Lock, or null. Takes time proportional to the locks that were ever contended and still live.</summary>
    internal static object? Find(AutoResetEvent waitEvent)
    {
        object? found = null;
        s_gate.Enter();
        for (int i = 0; i < s_count && found is null; i++)
        {
            if (ReferenceEquals(s_handles[i].Target, waitEvent))
            {
                found = s_handles[i].Dependent;
            }
        }

        s_gate.Exit();
        return found;
    }

    private static void Add(AutoResetEvent waitEvent, object owner)
    {
        // Nothing is allocated under the gate: that may wait for a collection.
        DependentHandle handle = new(waitEvent, owner);
        DependentHandle[]? larger = null;
        s_gate.Enter();
        while (s_count == s_handles.Length)
        {
            Sweep();
            int wanted = s_count * 2;
            if (wanted <= s_handles.Length)
            {
                break;
            }

            if (larger is not null && larger.Length >= wanted)
            {
                s_handles.CopyTo(larger, 0);
                s_handles = larger;
                break;
            }

            s_gate.Exit();
            larger = new DependentHandle[wanted];
            s_gate.Enter();
        }

        s_handles[s_count++] = handle;
        s_gate.Exit();
    }

    // Those whose event is gone, and with it the lock. Less than half left: no growth.
    private static void Sweep()
    {
        int kept = 0;
        for (int i = 0; i < s_count; i++)
        {
            if (s_handles[i].Target is null)
            {
                s_handles[i].Dispose();
            }
            else
            {
                s_handles[kept++] = s_handles[i];
            }
        }

        s_count = kept;
    }
}

using System.Diagnostics;
using System.Runtime.CompilerServices;
using Shim.Green;

namespace Shim.Patching.Replacements;

/// <summary>
/// Green threads in place of the thread pool's workers. The pool's queues, and what happens to an item, stay the runtime's: a member calls the same
/// dispatch loop as a worker does.
/// </summary>
[StackTraceHidden]
internal sealed unsafe class PoolCrew(Hub hub) : Crew(hub)
{
    // Each is an OS thread with a stack; the runtime allows 32,767 but would take hours to start that many. Thousands of items that sleep are served,
    // and a process has 16,000 green threads at most. ThreadPool.SetMinThreads asks for more, SetMaxThreads for less.
    private const int UsualMost = 4096;

    // Items are short as a rule: after this time the others get a turn and the loop a look.
    private static readonly long s_turn = Stopwatch.Frequency / 1000;

    private static readonly delegate*<byte> s_dispatch =
        (delegate*<byte>)CoreLib.Of(CoreLib.Inner("System.Threading.ThreadPoolWorkQueue"), "Dispatch");

    private static readonly delegate*<object, byte> s_takeRequest =
        (delegate*<object, byte>)CoreLib.Of(CoreLib.Inner(PoolWorkers.WorkerThread), "TakeActiveRequest", CoreLib.Inner(PoolWorkers.Pool));

    [ThreadStatic]
    private static long t_turnEnd;

    private object? _pool;

    /// <summary>Whether the calling thread is a member whose turn is over; null on any other thread.</summary>
    internal static bool? IsTurnOver => t_turnEnd == 0 ? null : Stopwatch.GetTimestamp() >= t_turnEnd;

    protected override int MostMembers
    {
        get
        {
            ThreadPool.GetMaxThreads(out int most, out _);
            ThreadPool.GetMinThreads(out int least, out _);
            return Math.Min(most, Math.Max(UsualMost, least));
        }
    }

    /// <summary>Has work of <paramref name="pool"/> done. Any thread.</summary>
    internal void Request(object pool)
    {
        _pool = pool;
        Request();
    }

    protected override bool Work()
    {
        // One dispatch answers all requests that came before it. The pool's gate thread looks at their number.
        while (s_takeRequest(_pool!) != 0)
        {
        }

        t_turnEnd = Stopwatch.GetTimestamp() + s_turn;
        bool isEmpty = s_dispatch() != 0;
        t_turnEnd = 0;
        return !isEmpty;
    }

    protected override void OnJoined(GreenThread member)
    {
        Thread thread = member.Thread!;
        IsThreadPoolOf(thread) = true;
        SetWorkerName(thread);
    }

    protected override void OnLeaving(GreenThread member) => IsThreadPoolOf(member.Thread!) = false;

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_isThreadPool")]
    private static extern ref bool IsThreadPoolOf(Thread thread);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "SetThreadPoolWorkerThreadName")]
    private static extern void SetWorkerName(Thread thread);
}

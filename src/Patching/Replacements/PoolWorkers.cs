using System.Diagnostics;
using System.Runtime.CompilerServices;
using Shim.Green;

namespace Shim.Patching.Replacements;

/// <summary>
/// Where the thread pool gets its workers from. With the group on, whoever queues work asks for a green thread of the <see cref="PoolCrew"/> instead
/// of an OS thread: tasks, work items, timer callbacks, waits and socket completions then run on green threads.
/// </summary>
/// <remarks>Any thread queues work: the timer thread, the sockets' engines, the finalizer. None of it runs there.</remarks>
[StackTraceHidden]
internal static unsafe class PoolWorkers
{
    internal const string Pool = "System.Threading.PortableThreadPool";
    internal const string WorkerThread = Pool + "+WorkerThread";

    internal static nint s_maybeAddWorker;
    internal static nint s_shouldStop;

    private static readonly Type s_pool = CoreLib.Inner(Pool);
    private static readonly delegate*<object, int> s_threadCount = (delegate*<object, int>)CoreLib.Of(s_pool, "get_ThreadCount");
    private static readonly delegate*<object, out int, out int, void> s_available =
        (delegate*<object, out int, out int, void>)CoreLib.Of(s_pool, "GetAvailableThreads", typeof(int).MakeByRefType(), typeof(int).MakeByRefType());

    private static readonly delegate*<object, void> s_removeWorker =
        (delegate*<object, void>)CoreLib.Of(CoreLib.Inner(WorkerThread), "RemoveWorkingWorker", s_pool);

    private static readonly object s_instance = s_pool.GetField("ThreadPoolInstance")?.GetValue(null)
        ?? throw new MissingFieldException(Pool, "ThreadPoolInstance");

    private static PoolCrew? s_crew;

    internal static string? Probe()
    {
        try
        {
            RuntimeHelpers.RunClassConstructor(typeof(PoolWorkers).TypeHandle);
            RuntimeHelpers.RunClassConstructor(typeof(PoolCrew).TypeHandle);
            return null;
        }
        catch (TypeInitializationException e)
        {
            return "this runtime's thread pool lacks what the replacement calls: " + e.InnerException?.Message;
        }
    }

    /// <summary>PortableThreadPool.WorkerThread.MaybeAddWorkingWorker(PortableThreadPool): there is work, and perhaps nobody who does it.</summary>
    internal static void MaybeAddWorkingWorker(object pool)
    {
        if (Hub.HasDefault && Newcomers.TryBegin())
        {
            try
            {
                Crew.Request(pool);
            }
            finally
            {
                Newcomers.End();
            }
        }
        else
        {
            // Between the patch and the start of the hub, or while the patch is taken back. What waits then is a worker's, as on stock.
            ((delegate*<object, void>)s_maybeAddWorker)(pool);
        }
    }

    /// <summary>PortableThreadPool.WorkerThread.ShouldStopProcessingWorkNow(PortableThreadPool): asked after each item.</summary>
    internal static bool ShouldStopProcessingWorkNow(object pool)
    {
        if (PoolCrew.IsTurnOver is { } isOver)
        {
            return isOver;
        }

        if (!Hub.HasDefault || Newcomers.Shutter.IsClosed)
        {
            return ((delegate*<object, bool>)s_shouldStop)(pool);
        }

        // A worker of before the patch. It would go on for as long as it finds items; what it does before it rests for want of them is done here.
        s_removeWorker(pool);
        return true;
    }

    /// <summary>ThreadPool.ThreadCount.</summary>
    internal static int GetThreadCount() => s_threadCount(s_instance) + (s_crew?.Members ?? 0);

    /// <summary>ThreadPool.GetAvailableThreads(out int, out int).</summary>
    internal static void GetAvailableThreads(out int workerThreads, out int completionPortThreads)
    {
        s_available(s_instance, out workerThreads, out completionPortThreads);
        if (s_crew is { } crew)
        {
            workerThreads = Math.Max(0, workerThreads - (crew.Members - crew.IdleMembers));
        }
    }

    private static PoolCrew Crew => s_crew ?? Interlocked.CompareExchange(ref s_crew, new PoolCrew(Hub.Default), null) ?? s_crew;
}

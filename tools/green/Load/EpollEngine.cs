using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Green.Interop;

namespace Green.Load;

/// <summary>The load as a C program would write it: one thread, epoll, and receives and sends of many connections at a time (<see cref="Calls"/>).</summary>
internal static unsafe class EpollEngine
{
    private const int EAgain = 11;
    private const int EIntr = 4;

    // AggressiveOptimization: the loop is entered once, and must not spend its warm-up in unoptimised code.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run(LoadPlan plan)
    {
        int epoll = Libc.EpollCreate();
        if (epoll < 0)
        {
            plan.Fail($"epoll_create1: errno {-epoll}");
            return;
        }
        using var calls = new Calls();
        int room = plan.MessageSize + 1;
        const int batch = Calls.Capacity;
        var events = (EpollEvent*)NativeMemory.Alloc(batch, (nuint)sizeof(EpollEvent));
        var buffers = (byte*)NativeMemory.AlignedAlloc((nuint)(room * batch), 64);
        int[] handles = plan.Handles;
        int[] senders = new int[batch];
        for (int i = 0; i < handles.Length && !plan.Finished; i++)
        {
            int r = Libc.EpollAdd(epoll, handles[i], (ulong)i);
            if (r < 0)
            {
                plan.Fail($"epoll_ctl: errno {-r}");
            }
        }
        plan.Begin();
        for (int i = 0; i < handles.Length && !plan.Finished; i++)
        {
            senders[0] = i;
            Send(plan, calls, senders, 1);
        }
        while (!plan.Finished)
        {
            int n = Libc.EpollWait(epoll, events, batch, plan.Spins ? 0 : 100);
            plan.Polled(n);
            if (n <= 0)
            {
                if (n < 0 && n != -EIntr)
                {
                    plan.Fail($"epoll_wait: errno {-n}");
                }
                plan.Idle();
            }
            for (int k = 0; k < n; k++)
            {
                calls.Add(isSend: false, handles[(int)events[k].Data], buffers + (k * room), room);
            }
            ReadOnlySpan<int> received = Run(plan, calls);
            int count = 0;
            for (int k = 0; k < n && !plan.Finished; k++)
            {
                int i = (int)events[k].Data;
                if (received[k] > 0)
                {
                    if (plan.Arrived(i, buffers + (k * room), received[k]))
                    {
                        senders[count++] = i;
                    }
                }
                else if (received[k] != -EAgain)
                {
                    plan.Fail(received[k] == 0 ? "the server closed a connection" : $"recv: errno {-received[k]}");
                }
            }
            if (!plan.Finished)
            {
                Send(plan, calls, senders, count);
            }
        }
        NativeMemory.Free(events);
        NativeMemory.AlignedFree(buffers);
    }

    private static ReadOnlySpan<int> Run(LoadPlan plan, Calls calls)
    {
        ReadOnlySpan<int> results = calls.Run();
        if (calls.HasFailed)
        {
            plan.Fail("the kernel refused a list of calls");
        }
        return results;
    }

    private static void Send(LoadPlan plan, Calls calls, int[] connections, int count)
    {
        for (int k = 0; k < count; k++)
        {
            calls.Add(isSend: true, plan.Handles[connections[k]], plan.Message(connections[k]), plan.MessageSize);
        }
        foreach (int sent in Run(plan, calls))
        {
            if (sent != plan.MessageSize)
            {
                plan.Fail(sent < 0 ? $"send: errno {-sent}" : "a message did not fit into the socket's buffer");
            }
        }
    }
}

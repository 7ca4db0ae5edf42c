using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Green.Interop;

namespace Green.Load;

/// <summary>
/// The load as a C program would write it: one thread, epoll, recv and send. (io_uring with multishot receives and batched sends was measured to be no
/// cheaper: nearly all of a request is the kernel's TCP, on either side.)
/// </summary>
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
        int size = plan.MessageSize;
        const int batch = 512;
        var events = (EpollEvent*)NativeMemory.Alloc(batch, (nuint)sizeof(EpollEvent));
        var buffer = (byte*)NativeMemory.AlignedAlloc((nuint)(size + 1), 64);
        int[] handles = plan.Handles;
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
            Send(plan, i);
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
            for (int k = 0; k < n && !plan.Finished; k++)
            {
                int i = (int)events[k].Data;
                nint got = Libc.Recv(handles[i], buffer, (nuint)(size + 1));
                if (got > 0)
                {
                    if (plan.Arrived(i, buffer, (int)got))
                    {
                        Send(plan, i);
                    }
                }
                else if (got != -EAgain)
                {
                    plan.Fail(got == 0 ? "the server closed a connection" : $"recv: errno {-got}");
                }
            }
        }
        NativeMemory.Free(events);
        NativeMemory.AlignedFree(buffer);
    }

    private static void Send(LoadPlan plan, int connection)
    {
        nint sent = Libc.Send(plan.Handles[connection], plan.Message(connection), (nuint)plan.MessageSize);
        if (sent != plan.MessageSize)
        {
            plan.Fail(sent < 0 ? $"send: errno {-sent}" : "a message did not fit into the socket's buffer");
        }
    }
}

using Shim.Green;
using static GreenHost.Tasks;

namespace GreenHost;

/// <summary>Green threads and async code, calling each other.</summary>
internal static class AsyncScenarios
{
    private static readonly AsyncLocal<string?> s_local = new();

    public static void Run_carries_results_exceptions_and_cancellation()
    {
        Check.Equal(Await(GreenThread.Run(() => 7)), 7);
        Check.Equal(Await(GreenThread.Run(async () => { await Task.Delay(1); return 8; })), 8);
        Check.Equal(Outcome(GreenThread.Run(() => throw new ArgumentException("blocking"))), "Faulted ArgumentException");
        Check.Equal(Outcome(GreenThread.Run(async () => { await Task.Yield(); throw new ArgumentException("async"); })), "Faulted ArgumentException");
        Check.Equal(Outcome(GreenThread.Run(Task? () => throw new ArgumentException("before the task"))), "Faulted ArgumentException");
        using CancellationTokenSource cancelled = new();
        cancelled.Cancel();
        bool ran = false;
        Check.Equal(Outcome(GreenThread.Run(() => { ran = true; }, cancelled.Token)), "Canceled");
        Check.Equal(GreenThread.Run(() => { ran = true; }, cancelled.Token).Status, TaskStatus.Canceled);
        Check.Equal(GreenThread.Run(() => ran = true, cancelled.Token).Status, TaskStatus.Canceled);
        Check.Equal(GreenThread.Run(Task? () => null, cancelled.Token).Status, TaskStatus.Canceled);
        Check.That(!ran);
        Check.Equal(Outcome(GreenThread.Run(() => Task.Delay(-1, cancelled.Token))), "Canceled");
        Check.Equal(Outcome(GreenThread.Run(Task? () => throw new OperationCanceledException(cancelled.Token))), "Canceled");
        Check.Equal(Outcome(GreenThread.Run(Task? () => throw new OperationCanceledException())), "Canceled");
        using CancellationTokenSource later = new();
        Check.Equal(
            Outcome(GreenThread.Run(
                () =>
                {
                    later.Cancel();
                    later.Token.ThrowIfCancellationRequested();
                },
                later.Token)),
            "Canceled");
        Check.Equal(Outcome(GreenThread.Run(() => later.Token.ThrowIfCancellationRequested())), "Faulted OperationCanceledException");
        Check.Equal(Outcome(GreenThread.Run(Task? () => null)), Outcome(Task.Run(Task? () => null)));
    }

    public static void Run_waits_for_no_task_that_would_attach_itself()
    {
        TaskCompletionSource go = new();
        Task outer = GreenThread.Run(() => { Task.Factory.StartNew(go.Task.Wait, CancellationToken.None, TaskCreationOptions.AttachedToParent, TaskScheduler.Default); });
        for (int i = 0; i < 5000 && !outer.IsCompleted; i++)
        {
            GreenThread.Sleep(TimeSpan.FromMilliseconds(1));
        }

        Check.That(outer.IsCompletedSuccessfully);
        go.SetResult();
    }

    public static void Run_flows_the_execution_context_and_leaks_nothing()
    {
        s_local.Value = "caller";
        string? inside = null;
        Await(GreenThread.Run(() =>
        {
            inside = s_local.Value;
            s_local.Value = "changed";
            SynchronizationContext.SetSynchronizationContext(new SynchronizationContext());
        }));
        Check.Equal(inside, "caller");
        Check.Equal(s_local.Value, "caller");
        Check.Equal(Await(GreenThread.Run(() => TaskScheduler.Current == TaskScheduler.Default)), true);
        using (ExecutionContext.SuppressFlow())
        {
            for (int i = 0; i < 20; i++)
            {
                GreenThread spawned = GreenThread.Spawn(() =>
                {
                    inside = s_local.Value;
                    s_local.Value = "left behind";
                });
                spawned.Join();
                Check.Equal(inside, null);
                Check.Equal(Await(GreenThread.Run(() => (s_local.Value, SynchronizationContext.Current))), (null, null));
            }
        }
    }

    public static void Async_code_given_to_run_stays_on_green_threads()
    {
        List<bool> green = Await(GreenThread.Run(async () =>
        {
            List<bool> seen = [GreenThread.Current is not null];
            await Task.Delay(1);
            seen.Add(GreenThread.Current is not null);
            await Task.Run(() => Natively.Sleep(100));
            seen.Add(GreenThread.Current is not null);
            await Task.Yield();
            seen.Add(GreenThread.Current is not null);
            await Task.Delay(1).ConfigureAwait(false);
            seen.Add(GreenThread.Current is not null);
            return seen;
        }));
        Check.Equal(string.Join(' ', green), "True True True True False");
    }

    public static void Without_the_option_await_continues_on_the_pool()
    {
        (bool IsGreen, bool IsPool) after = default;
        GreenThread.Spawn(() => Await(AfterAwait())).Join();
        Check.Equal(after, (false, true));
        Check.Equal(SynchronizationContext.Current, null);

        async Task AfterAwait()
        {
            await Task.Delay(1);
            after = (GreenThread.Current is not null, Thread.CurrentThread.IsThreadPoolThread);
        }
    }

    public static void With_the_option_await_continues_on_the_hub()
    {
        Check.That(SynchronizationContext.Current == Hub.Default.SynchronizationContext); // the main thread
        Thread native = new(() => Check.Equal(SynchronizationContext.Current, null));
        native.Start();
        native.Join();
        List<string> seen = [];
        GreenThread.Spawn(() => Await(AfterAwait())).Join();
        Await(AfterAwait());
        Await(GreenThread.Run(() => Await(AfterAwait())));
        Check.Equal(string.Join(' ', seen), "green green green green green green");
        Check.Equal(Await(Task.Run(() => SynchronizationContext.Current)), null);

        async Task AfterAwait()
        {
            await Task.Delay(1);
            seen.Add(GreenThread.Current is null ? "native" : "green");
            await Task.Run(() => 1);
            seen.Add(SynchronizationContext.Current == Hub.Default.SynchronizationContext ? "green" : "lost");
        }
    }

    public static void A_green_thread_can_be_awaited_from_anywhere()
    {
        bool ended = false;
        GreenThread slow = GreenThread.Spawn(() =>
        {
            GreenThread.Sleep(TimeSpan.FromMilliseconds(30));
            ended = true;
        });
        Check.That(!slow.AsTask().IsCompleted);
        Check.Equal(Await(Task.WhenAll(AwaitAsync(slow), Task.Run(() => AwaitAsync(slow)), GreenThread.Run(() => AwaitAsync(slow)))).Length, 3);
        Check.That(AwaitAsync(slow).IsCompletedSuccessfully); // one that has ended
        GreenThread[] many = new GreenThread[200];
        for (int i = 0; i < many.Length; i++)
        {
            int k = i;
            many[i] = GreenThread.Spawn(() => GreenThread.Sleep(TimeSpan.FromMicroseconds(k * 10)));
        }

        Await(Task.WhenAll(Array.ConvertAll(many, green => green.AsTask())));
        Check.That(Array.TrueForAll(many, green => green.IsCompleted));

        async Task<bool> AwaitAsync(GreenThread green)
        {
            await green;
            Check.That(ended);
            return true;
        }
    }

    public static void Thousands_that_wait_for_one_another_each_have_a_green_thread()
    {
        const int Count = 2000;
        TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int arrived = 0;
        Task[] all = new Task[Count];
        for (int i = 0; i < Count; i++)
        {
            all[i] = GreenThread.Run(() =>
            {
                if (Interlocked.Increment(ref arrived) == Count)
                {
                    go.SetResult(); // only when all are inside
                }

                while (!go.Task.IsCompleted)
                {
                    GreenThread.Sleep(TimeSpan.FromMilliseconds(5));
                }
            });
        }

        Await(Task.WhenAll(all));
    }

    public static void The_two_worlds_call_each_other_in_depth()
    {
        Check.Equal(GreenSide(8), 8);

        static int GreenSide(int depth) => depth == 0 ? 0 : Await(Task.Run(() => NativeSideAsync(depth - 1))) + 1;

        static async Task<int> NativeSideAsync(int depth)
        {
            await Task.Yield();
            return depth == 0 ? 0 : await GreenThread.Run(() => GreenSide(depth - 1)) + 1;
        }
    }

    private static string Outcome(Task task)
    {
        Sleep(task);
        return task.Exception is { } e ? $"{task.Status} {e.InnerException!.GetType().Name}" : task.Status.ToString();
    }
}

using System.Globalization;

class AsyncLocalsAcrossAwaits : Scenario
{
    static readonly AsyncLocal<string> s_name = new AsyncLocal<string>();

    public override int Run()
    {
        s_name.Value = "main";
        Go(() =>
        {
            Say("thread: " + s_name.Value);
            s_name.Value = "thread";
            ChangeAsync("inner").Wait();
            Say("after the async method: " + s_name.Value);
            Say("task: " + Task.Run(() => s_name.Value).Result);
            Task.Run(() => s_name.Value = "task").Wait();
            Say("after the task: " + s_name.Value);
            Say("queued: " + Queued(true) + ", unsafely: " + Queued(false));
            using (ExecutionContext.SuppressFlow())
            {
                Say("suppressed: " + (Task.Run(() => s_name.Value ?? "null").Result));
            }
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Say("culture: " + CultureAsync().Result);
            Say("many: " + string.Join(" ", Enumerable.Range(0, 5).Select(i => KeepAsync(i)).ToArray().Select(t => t.Result)));
        }).Join();
        Say("main: " + s_name.Value);
        return 0;
    }

    static async Task ChangeAsync(string name)
    {
        s_name.Value = name;
        await Task.Delay(5);
        Say("after a delay: " + s_name.Value);
        await Task.Yield();
        await Task.Run(() => Thread.Sleep(1)).ConfigureAwait(false);
        Say("after a task: " + s_name.Value);
    }

    static async Task<string> CultureAsync()
    {
        await Task.Delay(1);
        return 1.5.ToString() + " " + await Task.Run(() => 2.5.ToString());
    }

    static async Task<string> KeepAsync(int i)
    {
        s_name.Value = "k" + i;
        await Task.Delay(5 - i);
        Thread.Sleep(2);
        await Task.Yield();
        return s_name.Value;
    }

    static string Queued(bool flows)
    {
        string seen = null;
        var done = new ManualResetEventSlim();
        WaitCallback look = _ => { seen = s_name.Value ?? "null"; done.Set(); };
        if (flows)
        {
            ThreadPool.QueueUserWorkItem(look);
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(look, null);
        }
        done.Wait();
        return seen;
    }
}

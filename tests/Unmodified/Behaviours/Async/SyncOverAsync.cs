/// <summary>Blocking code that waits for async code that waits for blocking code, on many threads at once.</summary>
class SyncOverAsync : Scenario
{
    static readonly object s_gate = new object();
    static int s_turns;

    public override int Run()
    {
        int total = 0;
        var threads = Enumerable.Range(0, 12).Select(i => Go(() => Interlocked.Add(ref total, DownAsync(i % 5).Result))).ToList();
        threads.ForEach(t => t.Join());
        Say("total: " + total + ", turns: " + s_turns);
        Say("on main: " + DownAsync(4).GetAwaiter().GetResult());
        Say("value task: " + QuickAsync(true).AsTask().Result + " " + QuickAsync(false).AsTask().Result);
        Say("nested: " + Nested(4));
        return 0;
    }

    static async Task<int> DownAsync(int depth)
    {
        await Task.Yield();
        lock (s_gate)
        {
            Thread.Sleep(1);
            s_turns++;
        }
        await Task.Delay(2);
        int below = depth == 0 ? 0 : DownAsync(depth - 1).Result;
        return below + 1;
    }

    static async ValueTask<int> QuickAsync(bool waits)
    {
        if (waits)
        {
            await Task.Delay(5);
        }
        return 1;
    }

    static int Nested(int depth)
    {
        return depth == 0 ? 0 : Task.Run(() => Nested(depth - 1)).Result + 1;
    }
}

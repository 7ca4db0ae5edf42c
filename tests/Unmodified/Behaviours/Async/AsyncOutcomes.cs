/// <summary>Exceptions and cancellations, from async code to blocking code and back.</summary>
class AsyncOutcomes : Scenario
{
    public override int Run()
    {
        Go(() =>
        {
            Outcome("wait", () => FailAsync(1).Wait());
            Outcome("result", () => Say(ValueAsync().Result.ToString()));
            Outcome("awaited", () => CallAsync().GetAwaiter().GetResult());
            Outcome("when all", () => Task.WhenAll(FailAsync(30), FailAsync(1), Task.Delay(1)).Wait());
            Outcome("when any", () => Say("first: " + Task.WhenAny(Task.Delay(3000), FailAsync(1)).Result.Status));
            var cancel = new CancellationTokenSource();
            Task waiting = Task.Delay(-1, cancel.Token);
            cancel.CancelAfter(20);
            Outcome("cancelled", () => waiting.Wait());
            Say(waiting.Status.ToString());
            Outcome("cancelled before", () => Task.Run(() => Say("never"), cancel.Token).Wait());
            Outcome("cancelled inside", () => Task.Run(() => cancel.Token.ThrowIfCancellationRequested(), cancel.Token).Wait());
            Outcome("other token", () => Task.Run(() => cancel.Token.ThrowIfCancellationRequested()).Wait());
            Outcome("wait async", () => Task.Delay(3000).WaitAsync(TimeSpan.FromMilliseconds(10)).Wait());
            Outcome("linked", () => LinkedAsync().Wait());
            Say("caught: " + CatchAsync().Result);
        }).Join();
        return 0;
    }

    static async Task FailAsync(int milliseconds)
    {
        await Task.Delay(milliseconds * 10);
        throw new InvalidOperationException("after " + milliseconds);
    }

    static async Task<int> ValueAsync()
    {
        await FailAsync(1);
        return 1;
    }

    static async Task CallAsync()
    {
        await Task.Yield();
        FailAsync(1).Wait();
    }

    static async Task<string> CatchAsync()
    {
        try
        {
            await Task.Run(() => { Thread.Sleep(1); throw new ArgumentException("thrown in a task"); });
        }
        catch (ArgumentException e)
        {
            await Task.Delay(1);
            return e.Message;
        }
        finally
        {
            await Task.Yield();
        }
        return "nothing";
    }

    static async Task LinkedAsync()
    {
        using var outer = new CancellationTokenSource(10);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(outer.Token);
        await Task.Delay(-1, both.Token);
    }
}

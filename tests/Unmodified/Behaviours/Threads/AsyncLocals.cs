class AsyncLocals : Scenario
{
    static readonly AsyncLocal<string> Name = new AsyncLocal<string>();

    public override int Run()
    {
        Name.Value = "main";
        int wrong = 0;
        var threads = Enumerable.Range(0, 10).Select(i => Go(() =>
        {
            if (Name.Value != "main")
            {
                Interlocked.Increment(ref wrong);
            }
            Name.Value = "thread " + i;
            for (int k = 0; k < 10; k++)
            {
                Thread.Sleep(1);
                if (Name.Value != "thread " + i)
                {
                    Interlocked.Increment(ref wrong);
                }
            }
            if (Task.Run(() => Name.Value).Result != "thread " + i)
            {
                Interlocked.Increment(ref wrong);
            }
        })).ToList();
        threads.ForEach(t => t.Join());
        Say("wrong: " + wrong + ", main: " + Name.Value);
        using (ExecutionContext.SuppressFlow())
        {
            Go(() => Say("suppressed: " + (Name.Value ?? "null"))).Join();
        }
        var unsafeStart = new Thread(() => Say("unsafe start: " + (Name.Value ?? "null")));
        unsafeStart.UnsafeStart();
        unsafeStart.Join();
        return 0;
    }
}

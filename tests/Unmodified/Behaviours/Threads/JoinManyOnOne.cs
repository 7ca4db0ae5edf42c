class JoinManyOnOne : Scenario
{
    public override int Run()
    {
        var go = new ManualResetEventSlim();
        Thread target = Go(() => go.Wait());
        int joined = 0;
        var joiners = Enumerable.Range(0, 50).Select(_ => Go(() =>
        {
            target.Join();
            Interlocked.Increment(ref joined);
        })).ToList();
        Task native = Task.Run(() =>
        {
            target.Join();
            Interlocked.Increment(ref joined);
        });
        Settle();
        Say("before: " + joined);
        go.Set();
        joiners.ForEach(t => t.Join());
        native.Wait();
        Say("after: " + joined);
        return 0;
    }
}

class LazyInitialisation : Scenario
{
    public override int Run()
    {
        int made = 0;
        var lazy = new Lazy<string>(() =>
        {
            Interlocked.Increment(ref made);
            Thread.Sleep(100);
            return "value";
        });
        int right = 0;
        var threads = Enumerable.Range(0, 10).Select(_ => Go(() =>
        {
            if (lazy.Value == "value")
            {
                Interlocked.Increment(ref right);
            }
        })).ToList();
        threads.ForEach(t => t.Join());
        Say("made " + made + ", right " + right);

        var failing = new Lazy<string>(() => throw new InvalidOperationException("no value"));
        Outcome("failing", () => failing.Value.ToString());
        Outcome("failing again", () => failing.Value.ToString());
        return 0;
    }
}

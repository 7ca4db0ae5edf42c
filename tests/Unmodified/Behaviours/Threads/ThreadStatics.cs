class ThreadStatics : Scenario
{
    [ThreadStatic]
    static int t_value;

    [ThreadStatic]
    static object t_object;

    public override int Run()
    {
        t_value = -1;
        var local = new ThreadLocal<string>(() => "fresh", trackAllValues: true);
        int wrong = 0;
        var threads = Enumerable.Range(1, 20).Select(i => Go(() =>
        {
            var mine = new object();
            if (t_value != 0 || t_object != null || local.Value != "fresh")
            {
                Interlocked.Increment(ref wrong);
            }
            t_value = i;
            t_object = mine;
            local.Value = "thread " + i;
            for (int k = 0; k < 20; k++)
            {
                Thread.Sleep(k % 3);
                if (t_value != i || !ReferenceEquals(t_object, mine) || local.Value != "thread " + i)
                {
                    Interlocked.Increment(ref wrong);
                }
            }
        })).ToList();
        threads.ForEach(t => t.Join());
        Say("wrong: " + wrong + ", main still has " + t_value);
        Say("values seen: " + local.Values.Count);
        return 0;
    }
}

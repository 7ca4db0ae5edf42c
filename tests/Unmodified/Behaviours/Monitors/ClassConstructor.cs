class ClassConstructor : Scenario
{
    // Several threads need a class whose constructor takes its time: it runs once, and all see the result.
    public override int Run()
    {
        int right = 0;
        var threads = Enumerable.Range(0, 5).Select(_ => Go(() =>
        {
            if (Slow.Value == 42)
            {
                Interlocked.Increment(ref right);
            }
        })).ToList();
        threads.ForEach(t => t.Join());
        Say("runs " + Slow.Runs + ", right " + right);
        return 0;
    }

    static class Slow
    {
        public static int Runs;
        public static readonly int Value;

        static Slow()
        {
            Runs++;
            Thread.Sleep(100);
            Value = 42;
        }
    }
}
